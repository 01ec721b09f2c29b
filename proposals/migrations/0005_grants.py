"""What a deed may change of a proposal: everything but whose it is and its place in the round. Lines of costs
are written anew; nothing else is removed.
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
