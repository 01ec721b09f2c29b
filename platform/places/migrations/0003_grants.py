"""What a deed may change of a place: its details. Boundaries and postcodes are only added."""

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
    app_may(
        "places_neighbourhood",
        update=[
            "name",
            "town",
            "about",
            "adults",
            "trust_name",
            "trust_charity_number",
            "contact_email",
        ],
    ),
    app_may("places_boundary"),
    app_may("places_boundarycode"),
    app_may("places_postcodeedition"),
    app_may("places_postcode"),
    auditor_may_read("places_neighbourhood"),
    auditor_may_read("places_boundary"),
    auditor_may_read("places_boundarycode"),
    auditor_may_read("places_postcodeedition"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0002_reserve_which_rule"),
        ("kit", "0002_new_tables_are_read_and_added_to"),
    ]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in GRANTS]
