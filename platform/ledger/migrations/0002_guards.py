"""What the books refuse to everyone, the owner of the tables included.

Moves, entries, commitments and accounts are only ever added. `ledger_balanced` holds, at the latest
at commit and already inside the deed through `SET CONSTRAINTS`, that

- a move has exactly two entries, minus its pence where its kind takes from and plus its pence where
its kind brings to (the other way round when it undoes a move), in accounts of its own fund and pot;
- no account but `outside` falls below zero, nor does any commitment's part of one;
- a pot's account holds its total less what is taken.

It locks the fund before it adds up: two moves that each fit alone, but not together, wait for one
another.
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


GUARDED = ("ledger_entry", "ledger_move", "ledger_commitment", "ledger_account")

ROUTE = """
CREATE FUNCTION ledger_route(kind text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE kind
    WHEN 'deposit'  THEN ARRAY['outside', 'fund']
    WHEN 'allocate' THEN ARRAY['fund', 'round']
    WHEN 'award'    THEN ARRAY['round', 'offered']
    WHEN 'accept'   THEN ARRAY['offered', 'committed']
    WHEN 'lapse'    THEN ARRAY['offered', 'round']
    WHEN 'decline'  THEN ARRAY['offered', 'round']
    WHEN 'release'  THEN ARRAY['committed', 'round']
    WHEN 'pay'      THEN ARRAY['committed', 'paid']
    WHEN 'return'   THEN ARRAY['paid', 'fund']
    WHEN 'fee'      THEN ARRAY['fund', 'fees']
  END
$$;

CREATE FUNCTION ledger_refuse(rule text, words text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', words USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;
"""

CHECKS = """
CREATE FUNCTION ledger_check_entries(m ledger_move) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  route text[] := ledger_route(m.kind);
  fitting integer;
  others integer;
BEGIN
  IF m.reverses_id IS NOT NULL THEN
    route := ARRAY[route[2], route[1]];
  END IF;
  SELECT count(DISTINCT e.pence) FILTER (WHERE fits), count(*) FILTER (WHERE fits IS NOT TRUE)
    INTO fitting, others
    FROM (
      SELECT e.pence, a.fund_id = m.fund_id
        AND (a.pot_id IS NULL OR a.pot_id = m.pot_id)
        AND (a.kind, e.pence) IN ((route[1], -m.pence), (route[2], m.pence)) AS fits
      FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
      WHERE e.move_id = m.id
    ) e;
  IF fitting <> 2 OR others <> 0 OR (SELECT count(*) FROM ledger_entry WHERE move_id = m.id) <> 2 THEN
    PERFORM ledger_refuse('ledger_balanced', format('the entries of move %s do not balance', m.id));
  END IF;
END $$;

CREATE FUNCTION ledger_check_reversal(m ledger_move) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF m.reverses_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM ledger_move o
    WHERE o.id = m.reverses_id AND o.reverses_id IS NULL
      AND (o.fund_id, o.kind, o.pence) = (m.fund_id, m.kind, m.pence)
      AND o.pot_id IS NOT DISTINCT FROM m.pot_id
      AND o.commitment_id IS NOT DISTINCT FROM m.commitment_id
  ) THEN
    PERFORM ledger_refuse('ledger_reversal_mirrors', format('move %s undoes something else', m.id));
  END IF;
END $$;

CREATE FUNCTION ledger_check_accounts(m ledger_move) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
    WHERE a.kind <> 'outside'
      AND a.id IN (SELECT account_id FROM ledger_entry WHERE move_id = m.id)
    GROUP BY a.id HAVING sum(e.pence) < 0
  ) THEN
    PERFORM ledger_refuse('ledger_not_negative', format('an account of fund %s is below zero', m.fund_id));
  END IF;
END $$;

CREATE FUNCTION ledger_check_commitment(checked uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  c ledger_commitment;
BEGIN
  SELECT * INTO STRICT c FROM ledger_commitment WHERE id = checked;
  IF EXISTS (
    SELECT FROM ledger_move m
    JOIN ledger_entry e ON e.move_id = m.id JOIN ledger_account a ON a.id = e.account_id
    WHERE m.commitment_id = c.id
    GROUP BY a.kind
    HAVING sum(e.pence) < CASE a.kind WHEN 'round' THEN -c.pence ELSE 0 END
      OR a.kind = 'round' AND sum(e.pence) > 0
  ) THEN
    PERFORM ledger_refuse('ledger_within_commitment', format('more than commitment %s holds', c.id));
  END IF;
  IF EXISTS (SELECT FROM ledger_move m WHERE m.commitment_id = c.id AND m.pot_id <> c.pot_id) THEN
    PERFORM ledger_refuse('ledger_balanced', format('commitment %s belongs to another pot', c.id));
  END IF;
END $$;

CREATE FUNCTION ledger_check_pot(checked uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM ledger_pot p
    WHERE p.id = checked AND p.total - p.taken <> (
      SELECT coalesce(sum(e.pence), 0)
      FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id WHERE a.pot_id = p.id
    )
  ) THEN
    PERFORM ledger_refuse('ledger_pot_agrees', format('pot %s differs from its account', checked));
  END IF;
END $$;
"""

TRIGGERS = """
CREATE FUNCTION ledger_check_move(checked uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  m ledger_move;
BEGIN
  SELECT * INTO STRICT m FROM ledger_move WHERE id = checked;
  -- From here on the sums of this fund hold still.
  PERFORM FROM ledger_fund WHERE id = m.fund_id FOR NO KEY UPDATE;
  PERFORM ledger_check_reversal(m);
  PERFORM ledger_check_entries(m);
  PERFORM ledger_check_accounts(m);
  IF m.commitment_id IS NOT NULL THEN
    PERFORM ledger_check_commitment(m.commitment_id);
  END IF;
  IF m.pot_id IS NOT NULL THEN
    PERFORM ledger_check_pot(m.pot_id);
  END IF;
END $$;

CREATE FUNCTION ledger_move_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ledger_check_move(NEW.id);
  RETURN NULL;
END $$;

CREATE FUNCTION ledger_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ledger_check_move(NEW.move_id);
  RETURN NULL;
END $$;

CREATE FUNCTION ledger_pot_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM ledger_fund WHERE id = NEW.fund_id FOR NO KEY UPDATE;
  PERFORM ledger_check_pot(NEW.id);
  RETURN NULL;
END $$;

-- A statement adds one entry at a time: the first waits for the second because all of them are deferred.
CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON ledger_move
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_move_balanced();
CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON ledger_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_balanced();
CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT OR UPDATE ON ledger_pot
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_pot_balanced();
ALTER TABLE ledger_move ENABLE ALWAYS TRIGGER ledger_balanced;
ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_balanced;
ALTER TABLE ledger_pot ENABLE ALWAYS TRIGGER ledger_balanced;
"""

# A pot's fund and round never change; its two figures do, and the trigger above compares them.
GRANTS = """
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_pot FROM allotment_app;
GRANT UPDATE (name, total, taken) ON ledger_pot TO allotment_app;
GRANT SELECT ON ledger_fund, ledger_pot, ledger_account, ledger_commitment, ledger_move, ledger_entry
  TO allotment_auditor;
"""

UNGRANT = """
REVOKE SELECT ON ledger_fund, ledger_pot, ledger_account, ledger_commitment, ledger_move, ledger_entry
  FROM allotment_auditor;
GRANT UPDATE, DELETE ON ledger_pot TO allotment_app;
"""

UNCHECK = """
DROP TRIGGER ledger_balanced ON ledger_move;
DROP TRIGGER ledger_balanced ON ledger_entry;
DROP TRIGGER ledger_balanced ON ledger_pot;
DROP FUNCTION ledger_move_balanced(), ledger_entry_balanced(), ledger_pot_balanced(), ledger_check_move(uuid),
  ledger_check_entries(ledger_move), ledger_check_reversal(ledger_move), ledger_check_accounts(ledger_move),
  ledger_check_commitment(uuid), ledger_check_pot(uuid), ledger_refuse(text, text), ledger_route(text);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("kit", "0001_roles_and_clock")]
    operations = [
        *(migrations.RunSQL(append_only(table), free(table)) for table in GUARDED),
        migrations.RunSQL(ROUTE + CHECKS + TRIGGERS, UNCHECK),
        migrations.RunSQL(GRANTS, UNGRANT),
    ]
