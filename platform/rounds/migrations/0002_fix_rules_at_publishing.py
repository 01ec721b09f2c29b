"""What publishing fixed stays: the manifest and everything it speaks of, whoever asks and however.

Dates are not among them (a vote may have to be run again): `rounds.actions.postpone` moves those, with an entry
in the record, and the manifest still says what they were.
"""

from django.db import migrations

FIXED = (
    "manifest", "manifest_sha256", "rules", "pot_pence", "preset", "published_at", "neighbourhood_id",
    "number", "title", "about", "origin", "currency", "fund_id",
)  # fmt: skip

GUARD = f"""
CREATE FUNCTION rounds_fixed_when_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.published_at IS NULL THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'deleting a published round is refused' USING ERRCODE = 'AL002';
  END IF;
  IF OLD.published_at IS NOT NULL AND ({", ".join(f"OLD.{name}" for name in FIXED)})
      IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in FIXED)}) THEN
    RAISE EXCEPTION 'changing a published round is refused: its rules are fixed' USING ERRCODE = 'AL002';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rounds_round_fixed BEFORE UPDATE OR DELETE ON rounds_round
  FOR EACH ROW EXECUTE FUNCTION rounds_fixed_when_published();
ALTER TABLE rounds_round ENABLE ALWAYS TRIGGER rounds_round_fixed;
"""
FREE = """
DROP TRIGGER rounds_round_fixed ON rounds_round;
DROP FUNCTION rounds_fixed_when_published();
"""


class Migration(migrations.Migration):
    dependencies = [("rounds", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, FREE)]
