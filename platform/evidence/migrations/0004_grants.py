"""What a deed may change: an expectation until it has money, and who verified a measurement. The catalogue
comes from migrations.
"""

from django.db import migrations

from kit.guards import app_may, auditor_may_read

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
