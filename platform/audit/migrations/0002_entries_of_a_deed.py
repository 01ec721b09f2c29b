"""A question that guards ask at the end of a transaction: did this deed write its entry?

An entry counts when this very transaction wrote it, and within ten minutes of now: the numbers of transactions
begin again in another cluster, so after a restore an old entry can carry the number of a new deed.
"""

from django.db import migrations

ENTRIES = """
CREATE INDEX event_by_deed ON audit.event (subject_ref, xid);
CREATE FUNCTION audit.has_entry(p_subject uuid, VARIADIC p_kinds text[])
RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = audit, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM event
    WHERE subject_ref = p_subject AND kind = ANY (p_kinds) AND xid = pg_current_xact_id_if_assigned()
      AND at BETWEEN kit_now() - interval '10 minutes' AND kit_now() + interval '10 minutes'
  )
$$;
REVOKE ALL ON FUNCTION audit.has_entry(uuid, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.has_entry(uuid, text[]) TO allotment_app;
"""
NO_ENTRIES = """
DROP FUNCTION audit.has_entry(uuid, text[]);
DROP INDEX audit.event_by_deed;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(ENTRIES, NO_ENTRIES)]
