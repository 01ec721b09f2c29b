"""What a deed may change of decisions and money: only what follows on a row. Nothing is removed."""

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
    app_may("grants_panel", update=["quorum"]),
    app_may("grants_member", update=["left_at"]),
    app_may("grants_meeting", update=["opened_at", "closed_at", "confirmed_at"]),
    app_may("grants_attendance", update=["present", "declared_at"]),
    app_may("grants_interest"),
    app_may("grants_decision"),
    app_may("grants_award", update=["status", "answered_at", "completed_at"]),
    app_may("grants_condition", update=["cleared_at", "cleared_by_id"]),
    app_may("grants_bankdetails", update=["confirmed_by_id", "confirmed_at", "confirmed_how"]),
    app_may(
        "grants_instalment",
        update=[
            "pence",
            "due_on",
            "status",
            "milestone_met_at",
            "milestone_met_by_id",
            "bank_entered_by_id",
            "approved_by_id",
            "approved_at",
            "authorised_by_id",
            "authorised_at",
            "sent_by_id",
            "sent_at",
            "move_id",
            "bank_reference",
        ],
    ),
    app_may("grants_progressreport", update=["accepted_by_id", "accepted_at"]),
    auditor_may_read("grants_panel"),
    auditor_may_read("grants_member"),
    auditor_may_read("grants_meeting"),
    auditor_may_read("grants_attendance"),
    auditor_may_read("grants_interest"),
    auditor_may_read("grants_decision"),
    auditor_may_read("grants_award"),
    auditor_may_read("grants_condition"),
    auditor_may_read(
        "grants_bankdetails",
        "id",
        "award_id",
        "entered_by_id",
        "entered_at",
        "confirmed_by_id",
        "confirmed_at",
        "confirmed_how",
    ),
    auditor_may_read("grants_instalment"),
    auditor_may_read("grants_progressreport"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0002_decisions_stand"),
        ("kit", "0002_new_tables_are_read_and_added_to"),
    ]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in GRANTS]
