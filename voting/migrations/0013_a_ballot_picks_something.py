"""A ballot picks at least one idea. Blank ballots exist in elections of elsewhere only."""

from django.db import migrations

PICKS = """
CREATE FUNCTION voting_ballot_picks() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM rounds_round WHERE id = NEW.round_id AND origin <> 'imported') THEN
    RAISE EXCEPTION 'a ballot that picks nothing is refused' USING ERRCODE = 'AL005';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER voting_publishedballot_picks BEFORE INSERT ON voting_publishedballot
  FOR EACH ROW WHEN (NEW.choices = '[]'::jsonb) EXECUTE FUNCTION voting_ballot_picks();
ALTER TABLE voting_publishedballot ENABLE ALWAYS TRIGGER voting_publishedballot_picks;
"""
NOT_HELD = """
DROP TRIGGER voting_publishedballot_picks ON voting_publishedballot;
DROP FUNCTION voting_ballot_picks();
"""


class Migration(migrations.Migration):
    dependencies = [("voting", "0012_by_the_door")]
    operations = [migrations.RunSQL(PICKS, NOT_HELD)]
