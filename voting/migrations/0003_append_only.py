"""What was published stays as it was. A line of the ballot may only be marked as withdrawn, once."""

from django.db import migrations


def append_only(table: str) -> str:
    """SQL that refuses UPDATE, DELETE and TRUNCATE of `table` (its name as SQL writes it) to
    everyone.
    """
    name = table.replace(".", "_").replace('"', "")
    return f"""
CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();
CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}_append_only;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}_no_truncate;
REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM allotment_app;
"""


def free(table: str) -> str:
    """The reverse of `append_only`."""
    name = table.replace(".", "_").replace('"', "")
    return f"""
DROP TRIGGER {name}_append_only ON {table};
DROP TRIGGER {name}_no_truncate ON {table};
GRANT UPDATE, DELETE ON {table} TO allotment_app;
"""


TABLES = ("voting_livetag", "voting_publishedballot", "voting_count", "voting_source")

BALLOT_LINE = """
CREATE FUNCTION voting_ballot_line_fixed() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL THEN
    OLD.withdrawn_at := NEW.withdrawn_at;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% of % is refused: the ballot is fixed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'AL001';
END $$;
CREATE TRIGGER voting_ballotline_fixed BEFORE UPDATE OR DELETE ON voting_ballotline
  FOR EACH ROW EXECUTE FUNCTION voting_ballot_line_fixed();
CREATE TRIGGER voting_ballotline_no_truncate BEFORE TRUNCATE ON voting_ballotline
  FOR EACH STATEMENT EXECUTE FUNCTION kit_append_only();
ALTER TABLE voting_ballotline ENABLE ALWAYS TRIGGER voting_ballotline_fixed;
ALTER TABLE voting_ballotline ENABLE ALWAYS TRIGGER voting_ballotline_no_truncate;
REVOKE DELETE, TRUNCATE ON voting_ballotline FROM allotment_app;
"""
BALLOT_LINE_FREE = """
DROP TRIGGER voting_ballotline_fixed ON voting_ballotline;
DROP TRIGGER voting_ballotline_no_truncate ON voting_ballotline;
DROP FUNCTION voting_ballot_line_fixed();
GRANT DELETE ON voting_ballotline TO allotment_app;
"""


class Migration(migrations.Migration):
    dependencies = [("voting", "0002_box")]
    operations = [
        *(migrations.RunSQL(append_only(table), free(table)) for table in TABLES),
        migrations.RunSQL(BALLOT_LINE, BALLOT_LINE_FREE),
    ]
