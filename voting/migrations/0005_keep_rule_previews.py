"""That staff looked at a rule on an earlier vote stays written down."""

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


TABLE = "voting_rulepreview"


class Migration(migrations.Migration):
    dependencies = [("voting", "0004_rule_previews")]
    operations = [migrations.RunSQL(append_only(TABLE), free(TABLE))]
