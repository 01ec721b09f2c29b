"""What a deed may change of plans and rounds. Which round it is, whose, and in what currency never changes;
a duty is given and taken away.
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
