"""The database holds the order of a vote, also against the account that the website itself uses.

Facts of a round are set once and in their order; once the box is ready its dates only move later. A deed that turns one
of them leaves its entry in the record in the same transaction, or the database refuses it at its end. The box and the
people who open it are fixed once it is ready, unless the vote is held again. The list of voters only grows, an entry
turns void once, and after the close neither happens.

Errors: AL005 the order of a vote, AL006 a change without its entry.
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


ROUND = """
CREATE FUNCTION voting_round_order() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  again boolean := OLD.box_ready_at IS NOT NULL AND NEW.box_ready_at IS NULL;
BEGIN
  IF OLD.origin <> 'native' THEN
    RETURN NEW;
  END IF;
  IF again AND (OLD.opened_at IS NOT NULL OR NOT ballot.is_empty(OLD.id) OR NOT audit.has_entry(OLD.id, 'box.rerun')) THEN
    RAISE EXCEPTION 'a box that is ready stays so, unless the vote is held again' USING ERRCODE = 'AL005';
  END IF;
  IF again AND NEW.vote_sealed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a vote that is held again is not closed' USING ERRCODE = 'AL005';
  END IF;
  IF NOT again AND (
      OLD.box_ready_at IS NOT NULL AND NEW.box_ready_at IS DISTINCT FROM OLD.box_ready_at
      OR OLD.vote_sealed_at IS NOT NULL AND NEW.vote_sealed_at IS DISTINCT FROM OLD.vote_sealed_at)
    OR OLD.opened_at IS NOT NULL AND NEW.opened_at IS DISTINCT FROM OLD.opened_at
    OR OLD.counted_at IS NOT NULL AND NEW.counted_at IS DISTINCT FROM OLD.counted_at
    OR OLD.cancelled_at IS NOT NULL AND NEW.cancelled_at IS DISTINCT FROM OLD.cancelled_at
    OR OLD.signed_off_at IS NOT NULL AND NEW.signed_off_at IS DISTINCT FROM OLD.signed_off_at
  THEN
    RAISE EXCEPTION 'what has happened to a round stays' USING ERRCODE = 'AL005';
  END IF;
  IF OLD.box_ready_at IS NULL THEN
    IF OLD.vote_sealed_at IS NULL AND NEW.vote_sealed_at IS NOT NULL
      OR OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL THEN
      RAISE EXCEPTION 'there is no box to close or to open' USING ERRCODE = 'AL005';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.vote_sealed_at IS NULL AND NEW.vote_sealed_at IS NOT NULL
      AND (NEW.voting_closes_at <= kit_now()) IS NOT TRUE
    OR OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL AND OLD.vote_sealed_at IS NULL
    OR OLD.counted_at IS NULL AND NEW.counted_at IS NOT NULL AND NEW.opened_at IS NULL
  THEN
    RAISE EXCEPTION 'a vote is closed, then opened, then counted' USING ERRCODE = 'AL005';
  END IF;
  IF (NEW.ideas_open_at, NEW.ideas_close_at, NEW.develop_closes_at)
      IS DISTINCT FROM (OLD.ideas_open_at, OLD.ideas_close_at, OLD.develop_closes_at)
    OR NOT again AND (NEW.voting_opens_at < OLD.voting_opens_at OR NEW.voting_closes_at < OLD.voting_closes_at)
    OR NOT again AND OLD.vote_sealed_at IS NOT NULL AND (NEW.voting_opens_at, NEW.voting_closes_at)
      IS DISTINCT FROM (OLD.voting_opens_at, OLD.voting_closes_at)
    OR NEW.challenge_closes_at < OLD.challenge_closes_at OR NEW.panel_meets_at < OLD.panel_meets_at
    OR greatest(NEW.voting_opens_at, NEW.voting_closes_at, NEW.challenge_closes_at, NEW.panel_meets_at)
      > greatest(kit_now(), OLD.panel_meets_at) + interval '2 years'
    OR num_nulls(NEW.voting_opens_at, NEW.voting_closes_at, NEW.challenge_closes_at, NEW.panel_meets_at)
      > num_nulls(OLD.voting_opens_at, OLD.voting_closes_at, OLD.challenge_closes_at, OLD.panel_meets_at)
  THEN
    RAISE EXCEPTION 'dates of a round only move later once its box is ready' USING ERRCODE = 'AL005';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rounds_round_order BEFORE UPDATE ON rounds_round
  FOR EACH ROW EXECUTE FUNCTION voting_round_order();
ALTER TABLE rounds_round ENABLE ALWAYS TRIGGER rounds_round_order;

CREATE FUNCTION voting_never_committed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'a vote that is only tried out is taken back' USING ERRCODE = 'AL005';
END $$;
CREATE CONSTRAINT TRIGGER rounds_round_rehearsal AFTER INSERT OR UPDATE ON rounds_round
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.origin = 'rehearsal') EXECUTE FUNCTION voting_never_committed();
ALTER TABLE rounds_round ENABLE ALWAYS TRIGGER rounds_round_rehearsal;

CREATE FUNCTION voting_must_have_entry(what text, subject uuid, VARIADIC kinds text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT audit.has_entry(subject, VARIADIC kinds) THEN
    RAISE EXCEPTION '% without an entry in the record', what USING ERRCODE = 'AL006';
  END IF;
END $$;

CREATE FUNCTION voting_round_recorded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.origin <> 'native' THEN
    RETURN NULL;
  END IF;
  IF NEW.box_ready_at IS DISTINCT FROM OLD.box_ready_at THEN
    PERFORM voting_must_have_entry('box_ready_at', NEW.id, 'box.ready', 'box.rerun');
  END IF;
  IF NEW.vote_sealed_at IS DISTINCT FROM OLD.vote_sealed_at THEN
    PERFORM voting_must_have_entry('vote_sealed_at', NEW.id, 'box.closed', 'box.rerun');
  END IF;
  IF NEW.opened_at IS DISTINCT FROM OLD.opened_at THEN
    PERFORM voting_must_have_entry('opened_at', NEW.id, 'box.opened');
  END IF;
  IF NEW.counted_at IS DISTINCT FROM OLD.counted_at THEN
    PERFORM voting_must_have_entry('counted_at', NEW.id, 'round.counted');
  END IF;
  IF NEW.cancelled_at IS DISTINCT FROM OLD.cancelled_at THEN
    PERFORM voting_must_have_entry('cancelled_at', NEW.id, 'round.cancelled', 'round.dropped');
  END IF;
  IF NEW.signed_off_at IS DISTINCT FROM OLD.signed_off_at THEN
    PERFORM voting_must_have_entry('signed_off_at', NEW.id, 'round.signed_off');
  END IF;
  IF OLD.box_ready_at IS NOT NULL AND
    (NEW.voting_opens_at, NEW.voting_closes_at, NEW.challenge_closes_at, NEW.panel_meets_at)
    IS DISTINCT FROM (OLD.voting_opens_at, OLD.voting_closes_at, OLD.challenge_closes_at, OLD.panel_meets_at)
  THEN
    PERFORM voting_must_have_entry('dates', NEW.id, 'round.postponed', 'box.rerun', 'box.opened');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER rounds_round_recorded AFTER UPDATE ON rounds_round
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION voting_round_recorded();
ALTER TABLE rounds_round ENABLE ALWAYS TRIGGER rounds_round_recorded;
"""
NO_ROUND = """
DROP TRIGGER rounds_round_recorded ON rounds_round;
DROP TRIGGER rounds_round_rehearsal ON rounds_round;
DROP FUNCTION voting_never_committed();
DROP TRIGGER rounds_round_order ON rounds_round;
DROP FUNCTION voting_round_recorded();
DROP FUNCTION voting_must_have_entry(text, uuid, text[]);
DROP FUNCTION voting_round_order();
"""

BOX = """
CREATE FUNCTION voting_box_fixed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ready boolean := (SELECT box_ready_at IS NOT NULL FROM rounds_round WHERE id = OLD.round_id);
BEGIN
  IF TG_OP = 'DELETE' OR OLD.destroyed_at IS NOT NULL OR NEW.round_id <> OLD.round_id
    OR NEW.run <> OLD.run AND (NEW.run <> OLD.run + 1 OR NOT audit.has_entry(OLD.round_id, 'box.rerun'))
    OR OLD.door_sha256 IS NOT NULL AND ready AND NEW.door_sha256 IS DISTINCT FROM OLD.door_sha256
    OR NEW.destroyed_at IS NOT NULL AND (NOT audit.has_entry(OLD.round_id, 'box.destroyed') OR NOT ballot.is_empty(OLD.round_id) OR NOT EXISTS (
      SELECT FROM rounds_round WHERE id = OLD.round_id AND challenge_closes_at <= kit_now()
        AND (counted_at IS NOT NULL OR cancelled_at IS NOT NULL)))
    OR ready AND (NEW.custody, NEW.public_key, NEW.kr_sha256, NEW.ct_length, NEW.run, NEW.made_at)
      IS DISTINCT FROM (OLD.custody, OLD.public_key, OLD.kr_sha256, OLD.ct_length, OLD.run, OLD.made_at)
  THEN
    RAISE EXCEPTION '% of a ballot box is refused: it is fixed', TG_OP USING ERRCODE = 'AL005';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER voting_box_fixed BEFORE UPDATE OR DELETE ON voting_box
  FOR EACH ROW EXECUTE FUNCTION voting_box_fixed();
CREATE TRIGGER voting_box_no_truncate BEFORE TRUNCATE ON voting_box
  FOR EACH STATEMENT EXECUTE FUNCTION kit_append_only();
ALTER TABLE voting_box ENABLE ALWAYS TRIGGER voting_box_fixed;
ALTER TABLE voting_box ENABLE ALWAYS TRIGGER voting_box_no_truncate;

CREATE FUNCTION voting_keyholder_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  its_round uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.round_id ELSE OLD.round_id END;
BEGIN
  IF (SELECT box_ready_at IS NULL FROM rounds_round WHERE id = its_round) THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP <> 'UPDATE' OR (NEW.round_id, NEW.person_id, NEW.share_sha256, NEW.rehearsed_at)
      IS DISTINCT FROM (OLD.round_id, OLD.person_id, OLD.share_sha256, OLD.rehearsed_at)
    OR OLD.lost_at IS NOT NULL AND (NEW.lost_at, NEW.lost_said_by_id) IS DISTINCT FROM (OLD.lost_at, OLD.lost_said_by_id)
  THEN
    RAISE EXCEPTION '% of who opens a vote is refused: its box is ready', TG_OP USING ERRCODE = 'AL005';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER voting_keyholder_fixed BEFORE INSERT OR UPDATE OR DELETE ON voting_keyholder
  FOR EACH ROW EXECUTE FUNCTION voting_keyholder_fixed();
CREATE TRIGGER voting_keyholder_no_truncate BEFORE TRUNCATE ON voting_keyholder
  FOR EACH STATEMENT EXECUTE FUNCTION kit_append_only();
ALTER TABLE voting_keyholder ENABLE ALWAYS TRIGGER voting_keyholder_fixed;
ALTER TABLE voting_keyholder ENABLE ALWAYS TRIGGER voting_keyholder_no_truncate;
"""
NO_BOX = """
DROP TRIGGER voting_keyholder_fixed ON voting_keyholder;
DROP TRIGGER voting_keyholder_no_truncate ON voting_keyholder;
DROP FUNCTION voting_keyholder_fixed();
DROP TRIGGER voting_box_fixed ON voting_box;
DROP TRIGGER voting_box_no_truncate ON voting_box;
DROP FUNCTION voting_box_fixed();
"""

LIST = """
CREATE FUNCTION voting_roll_grows() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'DELETE of an entry of the list is refused' USING ERRCODE = 'AL005';
  END IF;
  IF EXISTS (SELECT FROM rounds_round WHERE id = NEW.round_id AND vote_sealed_at IS NOT NULL) THEN
    RAISE EXCEPTION '% of the list is refused: the vote is closed', TG_OP USING ERRCODE = 'AL005';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.void_at IS NOT NULL
      AND EXISTS (SELECT FROM rounds_round WHERE id = NEW.round_id AND origin <> 'rehearsal')
    OR TG_OP = 'UPDATE' AND (OLD.void_at IS NOT NULL OR NEW.void_at IS NULL
      OR (NEW.id, NEW.round_id, NEW.voter_id, NEW.voter_ref, NEW.ground, NEW.added_at)
      IS DISTINCT FROM (OLD.id, OLD.round_id, OLD.voter_id, OLD.voter_ref, OLD.ground, OLD.added_at))
  THEN
    RAISE EXCEPTION 'an entry of the list only turns void, once' USING ERRCODE = 'AL005';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER voting_rollentry_grows BEFORE INSERT OR UPDATE OR DELETE ON voting_rollentry
  FOR EACH ROW EXECUTE FUNCTION voting_roll_grows();
CREATE TRIGGER voting_rollentry_no_truncate BEFORE TRUNCATE ON voting_rollentry
  FOR EACH STATEMENT EXECUTE FUNCTION kit_append_only();
ALTER TABLE voting_rollentry ENABLE ALWAYS TRIGGER voting_rollentry_grows;
ALTER TABLE voting_rollentry ENABLE ALWAYS TRIGGER voting_rollentry_no_truncate;

CREATE FUNCTION voting_void_recorded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM voting_must_have_entry('a void entry of the list', NEW.id, 'roll.voided');
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER voting_rollentry_void_recorded AFTER UPDATE ON voting_rollentry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION voting_void_recorded();
ALTER TABLE voting_rollentry ENABLE ALWAYS TRIGGER voting_rollentry_void_recorded;
"""
NO_LIST = """
DROP TRIGGER voting_rollentry_void_recorded ON voting_rollentry;
DROP TRIGGER voting_rollentry_grows ON voting_rollentry;
DROP TRIGGER voting_rollentry_no_truncate ON voting_rollentry;
DROP FUNCTION voting_void_recorded();
DROP FUNCTION voting_roll_grows();
"""

PUBLISHED = """
-- What is published of a vote comes in its turn: lines before there is a box, opened ballots between close and opening.
CREATE FUNCTION voting_in_its_turn() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  the_round rounds_round;
BEGIN
  SELECT * INTO the_round FROM rounds_round WHERE id = NEW.round_id;
  IF the_round.origin = 'native' AND (
    TG_TABLE_NAME = 'voting_ballotline' AND EXISTS (SELECT FROM voting_box WHERE round_id = NEW.round_id)
    OR TG_TABLE_NAME = 'voting_publishedballot'
      AND (the_round.vote_sealed_at IS NULL OR the_round.opened_at IS NOT NULL)
    OR TG_TABLE_NAME = 'voting_count' AND the_round.opened_at IS NULL
  ) THEN
    RAISE EXCEPTION '% of a vote is published out of its turn', TG_TABLE_NAME USING ERRCODE = 'AL005';
  END IF;
  RETURN NEW;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_in_its_turn BEFORE INSERT ON {table}
  FOR EACH ROW EXECUTE FUNCTION voting_in_its_turn();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_in_its_turn;
"""
    for table in ("voting_ballotline", "voting_publishedballot", "voting_count")
)
NOT_PUBLISHED = """
DROP TRIGGER voting_ballotline_in_its_turn ON voting_ballotline;
DROP TRIGGER voting_publishedballot_in_its_turn ON voting_publishedballot;
DROP TRIGGER voting_count_in_its_turn ON voting_count;
DROP FUNCTION voting_in_its_turn();
"""

FOR_EVER = ("voting_closing", "voting_damagedballot", "voting_setaside", "voting_rolllook")


class Migration(migrations.Migration):
    dependencies = [
        ("voting", "0009_box_against_list"),
        ("rounds", "0003_rehearsals"),
        ("audit", "0002_entries_of_a_deed"),
    ]
    operations = [
        migrations.RunSQL(ROUND, NO_ROUND),
        migrations.RunSQL(BOX, NO_BOX),
        migrations.RunSQL(LIST, NO_LIST),
        migrations.RunSQL(PUBLISHED, NOT_PUBLISHED),
        *(migrations.RunSQL(append_only(table), free(table)) for table in FOR_EVER),
    ]
