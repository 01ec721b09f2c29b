"""A measured value is never changed: it is verified once, by somebody who may, and replaced by
another row."""

from django.db import migrations

GUARD = """
CREATE FUNCTION evidence_observation_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR OLD.verified_by_id IS NOT NULL
    OR (to_jsonb(NEW) - ARRAY['verified_by_id', 'verified_at'])
      <> (to_jsonb(OLD) - ARRAY['verified_by_id', 'verified_at'])
  THEN
    RAISE EXCEPTION '% of a measurement is refused: it is only verified, or replaced by another', TG_OP
      USING ERRCODE = 'AL001';
  END IF;
  IF EXISTS (
    SELECT FROM evidence_observation_barred b
    WHERE b.observation_id = NEW.id AND b.user_id = NEW.verified_by_id
  ) THEN
    RAISE EXCEPTION 'somebody else must verify this'
      USING ERRCODE = '23514', CONSTRAINT = 'observation_not_barred';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER observation_stands BEFORE UPDATE OR DELETE ON evidence_observation
  FOR EACH ROW EXECUTE FUNCTION evidence_observation_stands();
CREATE TRIGGER observation_no_truncate BEFORE TRUNCATE ON evidence_observation
  FOR EACH STATEMENT EXECUTE FUNCTION kit_append_only();
CREATE TRIGGER observation_barred_stands BEFORE UPDATE OR DELETE ON evidence_observation_barred
  FOR EACH ROW EXECUTE FUNCTION kit_append_only();
CREATE TRIGGER observation_barred_no_truncate BEFORE TRUNCATE ON evidence_observation_barred
  FOR EACH STATEMENT EXECUTE FUNCTION kit_append_only();
ALTER TABLE evidence_observation ENABLE ALWAYS TRIGGER observation_stands;
ALTER TABLE evidence_observation ENABLE ALWAYS TRIGGER observation_no_truncate;
ALTER TABLE evidence_observation_barred ENABLE ALWAYS TRIGGER observation_barred_stands;
ALTER TABLE evidence_observation_barred ENABLE ALWAYS TRIGGER observation_barred_no_truncate;
REVOKE UPDATE, DELETE, TRUNCATE ON evidence_observation, evidence_observation_barred FROM allotment_app;
GRANT UPDATE (verified_by_id, verified_at) ON evidence_observation TO allotment_app;
GRANT SELECT ON evidence_indicator, evidence_kind, evidence_expectation, evidence_observation
  TO allotment_auditor;
"""

UNGUARD = """
DROP TRIGGER observation_stands ON evidence_observation;
DROP TRIGGER observation_no_truncate ON evidence_observation;
DROP TRIGGER observation_barred_stands ON evidence_observation_barred;
DROP TRIGGER observation_barred_no_truncate ON evidence_observation_barred;
DROP FUNCTION evidence_observation_stands();
GRANT UPDATE, DELETE ON evidence_observation, evidence_observation_barred TO allotment_app;
REVOKE SELECT ON evidence_indicator, evidence_kind, evidence_expectation, evidence_observation
  FROM allotment_auditor;
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_catalogue"), ("kit", "0001_roles_and_clock")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
