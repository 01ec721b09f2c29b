"""An answer that was given to a proposal stays as it was given, and nobody checks their own."""

from django.db import migrations

from kit.guards import append_only, free

OTHERS = """
CREATE FUNCTION proposals_check_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM proposals_proposal p WHERE p.id = NEW.proposal_id AND p.lead_id = NEW.by_id)
    OR EXISTS (
      SELECT FROM proposals_proposal_helpers h
      WHERE h.proposal_id = NEW.proposal_id AND h.user_id = NEW.by_id
    )
  THEN
    RAISE EXCEPTION 'somebody else must check this proposal'
      USING ERRCODE = '23514', CONSTRAINT = 'check_by_another';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER proposals_check_by_another BEFORE INSERT ON proposals_check
  FOR EACH ROW EXECUTE FUNCTION proposals_check_by_another();
ALTER TABLE proposals_check ENABLE ALWAYS TRIGGER proposals_check_by_another;
"""
ANYBODY = """
DROP TRIGGER proposals_check_by_another ON proposals_check;
DROP FUNCTION proposals_check_by_another();
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial"), ("kit", "0001_roles_and_clock")]
    operations = [
        migrations.RunSQL(append_only("proposals_check"), free("proposals_check")),
        migrations.RunSQL(OTHERS, ANYBODY),
    ]
