"""What was published stays as it was. A line of the ballot may only be marked as withdrawn, once."""

from django.db import migrations

from kit.guards import append_only, free

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
