"""What was said of two ideas stays to be read: it may only be taken back, once."""

from django.db import migrations

STAND = """
CREATE FUNCTION proposals_incompatible_pair_stands() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL THEN
    OLD.withdrawn_at := NEW.withdrawn_at;
    OLD.withdrawn_by_id := NEW.withdrawn_by_id;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% of % is refused: it can only be taken back', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'AL001';
END $$;
CREATE TRIGGER proposals_incompatiblepair_stands BEFORE UPDATE OR DELETE ON proposals_incompatiblepair
  FOR EACH ROW EXECUTE FUNCTION proposals_incompatible_pair_stands();
CREATE TRIGGER proposals_incompatiblepair_no_truncate BEFORE TRUNCATE ON proposals_incompatiblepair
  FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();
ALTER TABLE proposals_incompatiblepair ENABLE ALWAYS TRIGGER proposals_incompatiblepair_stands;
ALTER TABLE proposals_incompatiblepair ENABLE ALWAYS TRIGGER proposals_incompatiblepair_no_truncate;
REVOKE DELETE, TRUNCATE ON proposals_incompatiblepair FROM allotment_app;
"""
FREE = """
DROP TRIGGER proposals_incompatiblepair_stands ON proposals_incompatiblepair;
DROP TRIGGER proposals_incompatiblepair_no_truncate ON proposals_incompatiblepair;
DROP FUNCTION proposals_incompatible_pair_stands();
GRANT DELETE ON proposals_incompatiblepair TO allotment_app;
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0003_incompatible_ideas")]
    operations = [migrations.RunSQL(STAND, FREE)]
