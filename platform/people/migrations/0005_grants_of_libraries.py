"""What the libraries under this app write as the app role: sign-in, sessions and jobs.

allauth saves whole rows; procrastinate works through functions that run with the caller's rights. Content types,
permissions and groups are made by `migrate` alone.
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


GRANTS = (
    app_may(
        "account_emailaddress",
        update=["user_id", "email", "verified", "primary"],
        delete=True,
    ),
    app_may("account_emailconfirmation", insert=False, delete=True),
    app_may(
        "mfa_authenticator",
        update=["user_id", "type", "data", "created_at", "last_used_at"],
        delete=True,
    ),
    # Sessions are in a table of our own.
    "REVOKE ALL ON django_session FROM allotment_app",
    app_may("django_content_type", insert=False),
    app_may("auth_permission", insert=False),
    app_may("auth_group", insert=False),
    app_may("auth_group_permissions", insert=False),
    app_may(
        "procrastinate_jobs",
        update=[
            "queue_name",
            "priority",
            "lock",
            "status",
            "scheduled_at",
            "attempts",
            "abort_requested",
            "worker_id",
        ],
        delete=True,
    ),
    app_may("procrastinate_events"),
    app_may("procrastinate_periodic_defers", update=["job_id"], delete=True),
    app_may("procrastinate_workers", update=["last_heartbeat"], delete=True),
)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_grants"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("procrastinate", "0041_post_retry_failed_job"),
        ("sessions", "0001_initial"),
    ]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in GRANTS]
