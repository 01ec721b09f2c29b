"""What PostgreSQL must do before it says that something is kept: bring it to the disk.

A ballot, a payment or a decision that was acknowledged and then lost with the current is worse than
one that was refused. Read as each account that signs in, because ALTER ROLE and ALTER DATABASE give
an account settings of its own.
"""

from collections.abc import Mapping, Sequence

import psycopg

from launcher.speech import CannotRun

NAMES = ["fsync", "full_page_writes", "synchronous_commit"]


def refuse_forgetting(connection: psycopg.Connection, source: str) -> None:
    """Refuse a server that acknowledges to this account what a power cut takes back.

    `source` names the account's address in the environment. Raises CannotRun with what to set.
    """
    rows = connection.execute(
        "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [NAMES]
    ).fetchall()
    wanted = to_set({str(name): str(setting) for name, setting in rows})
    if wanted:
        raise CannotRun(
            f"{source}: PostgreSQL could lose ballots that it has acknowledged: set"
            f" {' and '.join(wanted)}."
        )


def to_set(settings: Mapping[str, str]) -> Sequence[str]:
    """What must be set, as `name = value`, so that nothing acknowledged is lost; nothing if all is
    well. What this account can't read counts as off. `settings` are values by name.
    """
    return [f"{name} = on" for name in NAMES if settings.get(name, "off") == "off"]
