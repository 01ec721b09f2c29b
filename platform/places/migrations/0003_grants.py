"""What a deed may change of a place: its details. Boundaries and postcodes are only added."""

from django.db import migrations

from kit.guards import app_may, auditor_may_read

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
