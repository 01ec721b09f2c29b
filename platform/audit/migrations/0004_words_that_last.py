"""Words of an entry are never changed, and go only in a transaction whose entry says so."""

from django.db import migrations

LASTING = """
REVOKE UPDATE, TRUNCATE ON audit_words FROM allotment_app;
CREATE TRIGGER audit_words_unchanged BEFORE UPDATE ON audit_words
  FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();
CREATE TRIGGER audit_words_no_truncate BEFORE TRUNCATE ON audit_words
  FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();
CREATE FUNCTION audit.require_entry_of_erasing() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT audit.has_entry(OLD.event_uuid, 'words.erased') THEN
    RAISE EXCEPTION 'words of % are deleted without an entry that says so', OLD.event_uuid
      USING ERRCODE = 'AL004';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audit_words_erased_openly AFTER DELETE ON audit_words
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION audit.require_entry_of_erasing();
ALTER TABLE audit_words ENABLE ALWAYS TRIGGER audit_words_unchanged;
ALTER TABLE audit_words ENABLE ALWAYS TRIGGER audit_words_no_truncate;
ALTER TABLE audit_words ENABLE ALWAYS TRIGGER audit_words_erased_openly;
"""
NOT_LASTING = """
DROP TRIGGER audit_words_erased_openly ON audit_words;
DROP FUNCTION audit.require_entry_of_erasing();
DROP TRIGGER audit_words_no_truncate ON audit_words;
DROP TRIGGER audit_words_unchanged ON audit_words;
GRANT UPDATE ON audit_words TO allotment_app;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_no_back_dating")]
    operations = [migrations.RunSQL(LASTING, NOT_LASTING)]
