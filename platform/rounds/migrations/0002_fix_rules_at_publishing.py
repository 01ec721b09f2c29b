"""What publishing fixed stays: the manifest and everything it speaks of, whoever asks and however.

Dates are not among them (a vote may have to be run again): `rounds.actions.postpone` moves those, with an entry
in the record, and the manifest still says what they were.
"""

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
MONEY = """
CREATE FUNCTION rounds_money_of_the_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.fund_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM ledger_fund f WHERE f.id = NEW.fund_id AND f.neighbourhood_id = NEW.neighbourhood_id
  ) OR NEW.pot_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM ledger_pot p
    WHERE p.id = NEW.pot_id AND p.fund_id = NEW.fund_id AND p.round_ref = NEW.id
  ) THEN
    RAISE EXCEPTION 'the money of a round is that of its own neighbourhood'
      USING ERRCODE = '23514', CONSTRAINT = 'round_money_of_the_place';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rounds_round_money BEFORE INSERT OR UPDATE OF neighbourhood_id, fund_id, pot_id
  ON rounds_round FOR EACH ROW EXECUTE FUNCTION rounds_money_of_the_place();
ALTER TABLE rounds_round ENABLE ALWAYS TRIGGER rounds_round_money;
"""
ANY_MONEY = """
DROP TRIGGER rounds_round_money ON rounds_round;
DROP FUNCTION rounds_money_of_the_place();
"""
FREE = """
DROP TRIGGER rounds_round_fixed ON rounds_round;
DROP FUNCTION rounds_fixed_when_published();
"""


class Migration(migrations.Migration):
    dependencies = [("rounds", "0001_initial"), ("kit", "0001_roles_and_clock")]
    operations = [
        migrations.RunSQL(GUARD, FREE),
        migrations.RunSQL(MONEY, ANY_MONEY),
        migrations.RunSQL(append_only("rounds_phaseturn"), free("rounds_phaseturn")),
    ]
