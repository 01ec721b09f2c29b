"""What PostgreSQL may write about votes into its own log: nothing that a statement carries.

Values travel beside our statements. A server that logs statements may write them down all the same,
as parameters; whoever reads that log beside the pages people opened joins a person and a receipt.
Every setting asked for here can be read by any account, without a grant. They are read as each
account that signs in, because ALTER ROLE and ALTER DATABASE give an account settings of its own.
"""

from collections.abc import Mapping, Sequence

import psycopg

from launcher.speech import CannotRun

NO_VALUES = "log_parameter_max_length"
NO_VALUES_OF_FAILED = "log_parameter_max_length_on_error"
OFF = {
    # auto_explain writes values into the plan itself, whatever the length of parameters.
    "auto_explain.log_min_duration": "-1",
    "debug_print_parse": "off",
    "debug_print_plan": "off",
    "debug_print_rewritten": "off",
    "pgaudit.log_parameter": "off",
}
NAMES = [
    NO_VALUES,
    NO_VALUES_OF_FAILED,
    "log_statement",
    "log_min_duration_statement",
    "log_min_duration_sample",
    "log_statement_sample_rate",
    "log_transaction_sample_rate",
    *OFF,
]


def refuse_telling(connection: psycopg.Connection, source: str) -> None:
    """Refuse a server that would log what the statements of this account carry.

    `source` names the account's address in the environment. Raises CannotRun with what to set.
    """
    settings = _read(connection)
    missing = [name for name in NAMES if name not in settings and "." not in name]
    if missing:
        raise CannotRun(
            f"{source}: whether PostgreSQL logs what people vote can't be told, because this"
            f" account can't read the setting {missing[0]}."
        )
    wanted = to_set(settings)
    if wanted:
        raise CannotRun(
            f"{source}: PostgreSQL would write what people vote into its log: set"
            f" {' and '.join(wanted)} for this account, database or server."
        )


def to_set(settings: Mapping[str, str]) -> Sequence[str]:
    """What must be set, as `name = value`, so that no value reaches the log; nothing if all is
    well. `settings` are values by name as `pg_settings` gives them (durations in ms).
    """
    wanted = {name: off for name, off in OFF.items() if settings.get(name, off) != off}
    if settings[NO_VALUES] != "0" and _logs_statements(settings):
        wanted[NO_VALUES] = "0"
    if settings[NO_VALUES_OF_FAILED] != "0":
        wanted[NO_VALUES_OF_FAILED] = "0"
    return [f"{name} = {value}" for name, value in wanted.items()]


def _logs_statements(settings: Mapping[str, str]) -> bool:
    """Whether statements that succeed may be logged: all, slow ones, or some by chance."""
    sampled = float(settings["log_statement_sample_rate"]) > 0
    return (
        settings["log_statement"] in ("mod", "all")
        or float(settings["log_min_duration_statement"]) >= 0
        or (float(settings["log_min_duration_sample"]) >= 0 and sampled)
        or float(settings["log_transaction_sample_rate"]) > 0
        # Loaded, it may be told to log by whoever may change its settings.
        or "auto_explain.log_min_duration" in settings
    )


def _read(connection: psycopg.Connection) -> dict[str, str]:
    """Settings in force for this session; an extension's are there only where it is loaded."""
    rows = connection.execute(
        "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [NAMES]
    ).fetchall()
    return {str(name): str(setting) for name, setting in rows}
