"""A new table starts with SELECT and INSERT for the app role; its migration grants the columns that
a deed changes (`app_may`).

Default privileges belong to the role that sets them: the owner, who runs this and makes the tables. Those
that stand already are narrowed by a migration of each app, which depends on this one.
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


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


NARROW = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE UPDATE, DELETE ON TABLES FROM allotment_app;
"""
WIDEN = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT UPDATE, DELETE ON TABLES TO allotment_app;
"""


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_roles_and_clock")]
    operations = [
        migrations.RunSQL(NARROW, WIDEN),
        migrations.RunSQL(
            app_may("kit_cache", update=["value", "expires"], delete=True), migrations.RunSQL.noop
        ),
    ]
