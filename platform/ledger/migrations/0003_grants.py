"""In the books only a pot's two figures change. A fund is locked (by its `id`) and never changed."""

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


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


GRANTS = (
    app_may("ledger_fund", update=["id"]),
    app_may("ledger_pot", update=["total", "taken"]),
    app_may("ledger_account"),
    app_may("ledger_commitment"),
    app_may("ledger_move"),
    app_may("ledger_entry"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_guards"),
        ("kit", "0002_new_tables_are_read_and_added_to"),
    ]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in GRANTS]
