"""What a deed may change of plans and rounds. Which round it is, whose, and in what currency never changes;
a duty is given and taken away.
"""

from django.db import migrations

from kit.guards import app_may, auditor_may_read

GRANTS = (
    app_may(
        "rounds_plan", update=["vision", "priorities", "share_percent", "agreed_at", "agreed_by_id"]
    ),
    app_may(
        "rounds_round",
        update=[
            "title",
            "about",
            "fund_id",
            "pot_id",
            "pot_pence",
            "rules",
            "manifest",
            "manifest_sha256",
            "ideas_open_at",
            "ideas_close_at",
            "develop_closes_at",
            "voting_opens_at",
            "voting_closes_at",
            "challenge_closes_at",
            "panel_meets_at",
            "panel_meets_where",
            "outcomes_due_on",
            "published_at",
            "box_ready_at",
            "vote_sealed_at",
            "opened_at",
            "counted_at",
            "decided_at",
            "signed_off_at",
            "cancelled_at",
        ],
    ),
    app_may("rounds_phaseturn"),
    app_may("rounds_duty", delete=True),
    auditor_may_read("rounds_plan"),
    auditor_may_read("rounds_round"),
    auditor_may_read("rounds_phaseturn"),
    auditor_may_read("rounds_duty"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("rounds", "0003_rehearsals"),
        ("kit", "0002_new_tables_are_read_and_added_to"),
    ]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in GRANTS]
