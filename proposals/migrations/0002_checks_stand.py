"""An answer that was given to a proposal stays as it was given, and nobody checks their own."""

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
