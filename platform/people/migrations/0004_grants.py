"""What a deed may change of people, their roles, homes, files and letters. Only letters and accounts that nobody ever
used are removed.
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
