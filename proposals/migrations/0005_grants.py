"""What a deed may change of a proposal: everything but whose it is and its place in the round. Lines of costs
are written anew; nothing else is removed.
"""

from django.db import migrations

from kit.guards import app_may, auditor_may_read

GRANTS = (
    app_may(
        "proposals_proposal",
        update=[
            "show_name",
            "status",
            "title",
            "what",
            "where",
            "why",
            "photo_id",
            "kind_id",
            "theme",
            "who_delivers",
            "deliverer",
            "parent_organisation",
            "indicator_id",
            "baseline",
            "target",
            "due",
            "asked_pence",
            "shared_at",
            "submitted_at",
            "needs_look",
            "looked_at",
            "looked_by_id",
            "hidden_at",
            "hidden_because",
            "status_because",
            "returned_at",
            "refused_by_id",
            "second_look_asked_at",
            "second_look_because",
            "second_look_at",
            "second_look_by_id",
            "second_look_answer",
        ],
    ),
    app_may("proposals_proposal_helpers"),
    app_may("proposals_costline", delete=True),
    app_may("proposals_check"),
    app_may("proposals_incompatiblepair", update=["withdrawn_by_id", "withdrawn_at"]),
    app_may("proposals_report", update=["answered_at", "answered_by_id", "answer"]),
    app_may("proposals_helperinvitation", update=["accepted_at", "accepted_by_id"]),
    auditor_may_read(
        "proposals_proposal",
        "id",
        "round_id",
        "number",
        "lead_id",
        "entered_by_id",
        "status",
        "kind_id",
        "theme",
        "who_delivers",
        "indicator_id",
        "baseline",
        "target",
        "due",
        "asked_pence",
        "started_at",
        "shared_at",
        "submitted_at",
        "looked_at",
        "looked_by_id",
        "hidden_at",
        "returned_at",
        "refused_by_id",
        "second_look_asked_at",
        "second_look_at",
        "second_look_by_id",
    ),
    auditor_may_read("proposals_proposal_helpers"),
    auditor_may_read("proposals_check"),
    auditor_may_read("proposals_incompatiblepair"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0004_incompatible_ideas_stand"),
        ("kit", "0002_new_tables_are_read_and_added_to"),
    ]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in GRANTS]
