"""What a deed may change of a vote. The list of voters takes that an entry is void, and nothing else.
Key holders are named anew with each box.
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
    app_may("voting_rollentry", update=["void_at", "void_because"]),
    app_may(
        "voting_box",
        update=[
            "custody",
            "public_key",
            "kr_sha256",
            "door_sha256",
            "ct_length",
            "run",
            "made_at",
            "destroyed_at",
        ],
    ),
    app_may("voting_ballotline", update=["withdrawn_at"]),
    app_may(
        "voting_keyholder",
        update=["rehearsed_at", "pressed_open_at", "lost_at", "lost_said_by_id"],
        delete=True,
    ),
    app_may("voting_rollchange", update=["agreed", "decided_by_id", "decided_at"]),
    app_may("voting_rollreport", update=["answer", "answered_by_id", "answered_at"]),
    app_may("voting_rolllook"),
    app_may("voting_closing"),
    app_may("voting_damagedballot"),
    app_may("voting_setaside"),
    app_may("voting_wayon", update=["agreed_by_id", "agreed_at", "taken_back_at"]),
    app_may("voting_livetag"),
    app_may("voting_publishedballot"),
    app_may("voting_count"),
    app_may("voting_rulepreview"),
    app_may("voting_source"),
    app_may(
        "voting_challenge",
        update=["answer", "upheld", "could_change", "answered_by_id", "answered_at"],
    ),
    auditor_may_read("voting_box"),
    auditor_may_read("voting_ballotline"),
    auditor_may_read(
        "voting_keyholder",
        "id",
        "round_id",
        "person_id",
        "rehearsed_at",
        "pressed_open_at",
        "lost_at",
        "lost_said_by_id",
    ),
    auditor_may_read("voting_closing"),
    auditor_may_read("voting_damagedballot"),
    auditor_may_read("voting_setaside"),
    auditor_may_read("voting_wayon"),
    auditor_may_read("voting_livetag"),
    auditor_may_read("voting_publishedballot"),
    auditor_may_read("voting_count"),
    auditor_may_read("voting_rulepreview"),
    auditor_may_read("voting_source"),
    auditor_may_read("voting_challenge"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("voting", "0010_order_of_a_vote"),
        ("kit", "0002_new_tables_are_read_and_added_to"),
    ]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in GRANTS]
