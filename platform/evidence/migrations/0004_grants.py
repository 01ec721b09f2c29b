"""What a deed may change: an expectation until it has money, and who verified a measurement. The catalogue
comes from migrations.
"""

from collections.abc import Sequence

from django.db import migrations


def app_may(
    table: str, *, insert: bool = True, update: Sequence[str] = (), delete: bool = False
) -> str:
    """SQL that lets the app role read `table`, add rows, and beyond that only what is named.

    What it could do before is taken away. A row that a deed only locks needs one column of
    `update`: its `id`, which nothing that points to it lets anybody change.
    """
    verbs = ["SELECT", *(["INSERT"] if insert else []), *(["DELETE"] if delete else [])]
    changes = f"GRANT UPDATE ({_columns(update)}) ON {table} TO allotment_app;" if update else ""
    return f"""
REVOKE ALL ON {table} FROM allotment_app;
GRANT {", ".join(verbs)} ON {table} TO allotment_app;
{changes}
"""


def auditor_may_read(table: str, *columns: str) -> str:
    """SQL that lets the auditor role read `table`, or only some of its columns."""
    only = f"({_columns(columns)})" if columns else ""
    return f"""
REVOKE ALL ON {table} FROM allotment_auditor;
GRANT SELECT {only} ON {table} TO allotment_auditor;
"""


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


GRANTS = (
    app_may("evidence_indicator", insert=False),
    app_may("evidence_kind", insert=False),
    app_may(
        "evidence_expectation",
        update=[
            "label",
            "place_id",
            "round_number",
            "theme",
            "kind_id",
            "indicator_id",
            "baseline",
            "target",
            "due",
            "funded_at",
        ],
    ),
    app_may("evidence_observation", update=["verified_by_id", "verified_at"]),
    app_may("evidence_observation_barred"),
    auditor_may_read("evidence_observation_barred"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0003_guards"),
        ("kit", "0002_new_tables_are_read_and_added_to"),
    ]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in GRANTS]
