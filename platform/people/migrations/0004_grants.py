"""What a deed may change of people, their roles, homes, files and letters. Only letters are removed."""

from django.db import migrations

from kit.guards import app_may, auditor_may_read

GRANTS = (
    app_may(
        "people_user",
        update=[
            "password",
            "last_login",
            "email",
            "name",
        ],
    ),
    app_may("people_alias"),
    app_may("people_role", update=["ended_at"]),
    app_may("people_invitation", update=["accepted_at", "accepted_by_id", "withdrawn_at"]),
    app_may(
        "people_residency",
        update=["postcode", "lsoa", "edition", "how", "verified_by_id", "verified_at", "ended_at"],
    ),
    app_may("people_upload", update=["alt", "public"]),
    app_may("people_letter", update=["text", "sent_at", "refused_at"], delete=True),
    auditor_may_read("people_role"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_sessions"),
        ("kit", "0002_new_tables_are_read_and_added_to"),
    ]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in GRANTS]
