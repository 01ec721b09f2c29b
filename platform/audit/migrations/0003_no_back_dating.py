"""An entry is dated when it is written, and its columns say what its body says.

A minute is left for the deed between reading the clock and writing. A full restore by `pg_restore` passes: it makes
triggers after the rows are in.
"""

from django.db import migrations

DATED = """
CREATE FUNCTION audit.refuse_forged_entry() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.at NOT BETWEEN kit_now() - interval '1 minute' AND kit_now() + interval '1 minute' THEN
    RAISE EXCEPTION 'an entry is dated when it is written' USING ERRCODE = 'AL004';
  END IF;
  IF NOT convert_from(NEW.body, 'UTF8')::jsonb @> jsonb_build_object(
    'uuid', NEW.event_uuid,
    'at', to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'kind', NEW.kind, 'place_ref', NEW.place_ref, 'round_ref', NEW.round_ref,
    'actor_ref', NEW.actor_ref, 'subject_ref', NEW.subject_ref, 'role', NEW.role,
    'audience', NEW.audience
  ) THEN
    RAISE EXCEPTION 'the columns of an entry say what its text says' USING ERRCODE = 'AL004';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_refuse_forged BEFORE INSERT ON audit.event
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_forged_entry();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER event_refuse_forged;
"""
NOT_DATED = """
DROP TRIGGER event_refuse_forged ON audit.event;
DROP FUNCTION audit.refuse_forged_entry();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_entries_of_a_deed")]
    operations = [migrations.RunSQL(DATED, NOT_DATED)]
