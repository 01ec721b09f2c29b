"""What a deed may change of people, their roles, homes, files and letters. Only letters and accounts that nobody ever
used are removed.
"""

from django.db import migrations

from kit.guards import app_may, auditor_may_read

# Accounts that nobody ever used are forgotten; others keep their row, and whatever refers to one keeps it too.
ONLY_UNUSED = """
CREATE FUNCTION people_only_unused_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.last_login IS NOT NULL OR OLD.name <> '' THEN
    RAISE EXCEPTION 'an account that was used stays' USING ERRCODE = 'AL007';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER people_user_only_unused BEFORE DELETE ON people_user
  FOR EACH ROW EXECUTE FUNCTION people_only_unused_goes();
CREATE TRIGGER people_user_no_truncate BEFORE TRUNCATE ON people_user
  FOR EACH STATEMENT EXECUTE FUNCTION kit_append_only();
ALTER TABLE people_user ENABLE ALWAYS TRIGGER people_user_only_unused;
ALTER TABLE people_user ENABLE ALWAYS TRIGGER people_user_no_truncate;
"""

GRANTS = (
    app_may(
        "people_user",
        update=[
            "password",
            "last_login",
            "email",
            "name",
        ],
        delete=True,
    ),
    ONLY_UNUSED,
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
