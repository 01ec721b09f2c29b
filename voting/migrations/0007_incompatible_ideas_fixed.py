"""With the ballot it is fixed, too, which of its ideas can't both be done."""

from django.db import migrations

FIXED = """
CREATE FUNCTION voting_incompatible_pair_fixed() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM voting_ballotline l JOIN proposals_proposal p ON p.round_id = l.round_id
    WHERE p.id IN (NEW.one_id, NEW.other_id)
  ) THEN
    RAISE EXCEPTION 'the ballot is fixed'
      USING ERRCODE = '23514', CONSTRAINT = 'incompatible_pair_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER voting_incompatible_pair_fixed BEFORE INSERT OR UPDATE ON proposals_incompatiblepair
  FOR EACH ROW EXECUTE FUNCTION voting_incompatible_pair_fixed();
ALTER TABLE proposals_incompatiblepair ENABLE ALWAYS TRIGGER voting_incompatible_pair_fixed;
"""
FREE = """
DROP TRIGGER voting_incompatible_pair_fixed ON proposals_incompatiblepair;
DROP FUNCTION voting_incompatible_pair_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("voting", "0006_lines_say_theme_and_area"),
        ("proposals", "0004_incompatible_ideas_stand"),
    ]
    operations = [migrations.RunSQL(FIXED, FREE)]
