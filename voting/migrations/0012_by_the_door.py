"""What a vote publishes, and what becomes of it, only a site that holds `K_r` can say.

The door of the box follows from `K_r`, which is in the secrets folder and never in the database. A deed that shows it
leaves the number of its transaction; guards then ask whether this very transaction showed it. So the website's account
alone, even with entries of its own in the record, closes no vote, opens none, publishes no ballot, counts none, names no
ballot damaged or set aside, presses Open for nobody, and takes nobody off the list once there is a box.

The numbers of transactions begin again in another cluster, so a door also counts for ten minutes only.

Only rounds of this site have a door: imported ones never had a box, and a vote that is tried out is never committed.

Errors: AL005 the order of a vote, AL006 a change without its entry, AL007 a deed that did not show the door.
"""

from django.db import migrations


def by_deed(table: str, *events: str) -> str:
    """SQL that lets rows of `table` change only in a transaction that wrote an entry of the record.
    `events` are INSERT, DELETE, UPDATE, or UPDATE OF columns.
    """
    name = table.replace(".", "_").replace('"', "")
    return f"""
CREATE CONSTRAINT TRIGGER {name}_by_deed AFTER {" OR ".join(events)} ON {table}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.kit_by_deed();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}_by_deed;
"""


def no_longer_by_deed(table: str) -> str:
    """The reverse of `by_deed`."""
    name = table.replace(".", "_").replace('"', "")
    return f"DROP TRIGGER {name}_by_deed ON {table};"


DOOR = """
CREATE TABLE ballot.door_shown (
  round uuid NOT NULL CONSTRAINT door_shown_round PRIMARY KEY,
  xid xid8 NOT NULL,
  at timestamptz NOT NULL
);
REVOKE ALL ON ballot.door_shown FROM PUBLIC, allotment_app;

CREATE OR REPLACE FUNCTION ballot.must_have_door(p_round uuid, p_door bytea)
RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = ballot, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM voting_box WHERE round_id = p_round AND door_sha256 = sha256(p_door)) THEN
    RAISE EXCEPTION 'another K_r' USING ERRCODE = 'PB004';
  END IF;
  INSERT INTO door_shown (round, xid, at) VALUES (p_round, pg_current_xact_id(), kit_now())
    ON CONFLICT (round) DO UPDATE SET xid = excluded.xid, at = excluded.at;
END $$;

CREATE FUNCTION ballot.show_door(p_round uuid, p_door bytea)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
BEGIN
  PERFORM must_have_door(p_round, p_door);
END $$;
REVOKE ALL ON FUNCTION ballot.show_door(uuid, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ballot.show_door(uuid, bytea) TO allotment_app;

CREATE FUNCTION ballot.has_door(p_round uuid)
RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM door_shown
    WHERE round = p_round AND xid = pg_current_xact_id_if_assigned()
      AND at BETWEEN kit_now() - interval '10 minutes' AND kit_now() + interval '10 minutes'
  )
$$;
REVOKE ALL ON FUNCTION ballot.has_door(uuid) FROM PUBLIC;

CREATE FUNCTION voting_must_have_door(what text, its_round uuid) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM rounds_round WHERE id = its_round AND origin = 'native') AND NOT ballot.has_door(its_round) THEN
    RAISE EXCEPTION '% without the door of the box', what USING ERRCODE = 'AL007';
  END IF;
END $$;
REVOKE ALL ON FUNCTION voting_must_have_door(text, uuid) FROM PUBLIC;
"""
NO_DOOR = """
DROP FUNCTION voting_must_have_door(text, uuid);
DROP FUNCTION ballot.has_door(uuid);
DROP FUNCTION ballot.show_door(uuid, bytea);
DROP TABLE ballot.door_shown;
CREATE OR REPLACE FUNCTION ballot.must_have_door(p_round uuid, p_door bytea)
RETURNS void LANGUAGE plpgsql STABLE SET search_path = ballot, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM voting_box WHERE round_id = p_round AND door_sha256 = sha256(p_door)) THEN
    RAISE EXCEPTION 'another K_r' USING ERRCODE = 'PB004';
  END IF;
END $$;
"""

BY_DOOR = (
    "voting_livetag",
    "voting_closing",
    "voting_setaside",
    "voting_damagedballot",
    "voting_publishedballot",
)
PUBLISHED = """
-- Once a statement: a close publishes the marks of a whole neighbourhood.
CREATE FUNCTION voting_added_by_door() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM voting_must_have_door(TG_TABLE_NAME, added.round_id) FROM (SELECT DISTINCT round_id FROM new_rows) AS added;
  RETURN NULL;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_by_door AFTER INSERT ON {table}
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION voting_added_by_door();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_by_door;
"""
    for table in BY_DOOR
)
NOT_PUBLISHED = (
    "".join(f"DROP TRIGGER {table}_by_door ON {table};\n" for table in BY_DOOR)
    + "DROP FUNCTION voting_added_by_door();"
)

COUNTS = """
-- The first count comes with the opening; whoever counts again says the same, if in other words.
CREATE FUNCTION voting_count_by_door() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  first_count voting_count;
BEGIN
  SELECT * INTO first_count FROM voting_count WHERE round_id = NEW.round_id ORDER BY counted_at, id LIMIT 1;
  IF first_count.id IS NULL THEN
    PERFORM voting_must_have_door('voting_count', NEW.round_id);
  ELSIF (NEW.rules::text, NEW.ballots_sha256, NEW.ballots, NEW.spent_pence, (NEW.result -> 'funded')::text)
    IS DISTINCT FROM (first_count.rules::text, first_count.ballots_sha256, first_count.ballots,
      first_count.spent_pence, (first_count.result -> 'funded')::text)
    AND EXISTS (SELECT FROM rounds_round WHERE id = NEW.round_id AND origin = 'native')
  THEN
    RAISE EXCEPTION 'a vote that is counted again says the same' USING ERRCODE = 'AL005';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER voting_count_with_door BEFORE INSERT ON voting_count
  FOR EACH ROW EXECUTE FUNCTION voting_count_by_door();
ALTER TABLE voting_count ENABLE ALWAYS TRIGGER voting_count_with_door;
"""
NO_COUNTS = """
DROP TRIGGER voting_count_with_door ON voting_count;
DROP FUNCTION voting_count_by_door();
"""

ROUND = """
-- Taken back (a vote that is held again), a box without its `K_r` waits for a day after the end, like its ballots.
CREATE FUNCTION voting_round_by_door() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.vote_sealed_at IS NULL AND NEW.vote_sealed_at IS NOT NULL OR OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL THEN
    PERFORM voting_must_have_door('a vote is closed or opened', NEW.id);
  END IF;
  IF NEW.box_ready_at IS NULL AND (OLD.voting_closes_at + interval '24 hours' <= kit_now()) IS NOT TRUE THEN
    PERFORM voting_must_have_door('a vote is held again', NEW.id);
  END IF;
  IF OLD.counted_at IS NULL AND NEW.counted_at IS NOT NULL AND NEW.origin = 'native'
    AND NOT EXISTS (SELECT FROM voting_count WHERE round_id = NEW.id)
  THEN
    RAISE EXCEPTION 'a vote is counted by a count' USING ERRCODE = 'AL005';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rounds_round_with_door BEFORE UPDATE ON rounds_round FOR EACH ROW
  WHEN (OLD.box_ready_at IS NOT NULL) EXECUTE FUNCTION voting_round_by_door();
ALTER TABLE rounds_round ENABLE ALWAYS TRIGGER rounds_round_with_door;
"""
NO_ROUND = """
DROP TRIGGER rounds_round_with_door ON rounds_round;
DROP FUNCTION voting_round_by_door();
"""

PEOPLE = """
CREATE FUNCTION voting_pressed_by_door() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.pressed_open_at IS NULL OR TG_OP = 'UPDATE' AND NEW.pressed_open_at IS NOT DISTINCT FROM OLD.pressed_open_at THEN
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT FROM rounds_round WHERE id = NEW.round_id AND vote_sealed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'Open is pressed after the close' USING ERRCODE = 'AL005';
  END IF;
  PERFORM voting_must_have_door('Open is pressed', NEW.round_id);
  RETURN NEW;
END $$;
CREATE TRIGGER voting_keyholder_with_door BEFORE INSERT OR UPDATE ON voting_keyholder FOR EACH ROW
  EXECUTE FUNCTION voting_pressed_by_door();
ALTER TABLE voting_keyholder ENABLE ALWAYS TRIGGER voting_keyholder_with_door;

CREATE FUNCTION voting_lost_recorded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM voting_must_have_entry('a part of a key that is lost', NEW.round_id, 'box.share_lost');
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER voting_keyholder_lost_recorded AFTER UPDATE ON voting_keyholder
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.lost_at IS DISTINCT FROM OLD.lost_at)
  EXECUTE FUNCTION voting_lost_recorded();
ALTER TABLE voting_keyholder ENABLE ALWAYS TRIGGER voting_keyholder_lost_recorded;

CREATE FUNCTION voting_void_by_two() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM voting_rollchange WHERE entry_id = NEW.id AND what = 'void' AND agreed) THEN
    RAISE EXCEPTION 'an entry of the list turns void by two officers' USING ERRCODE = 'AL005';
  END IF;
  IF (SELECT box_ready_at IS NOT NULL FROM rounds_round WHERE id = NEW.round_id) THEN
    PERFORM voting_must_have_door('an entry of the list turns void', NEW.round_id);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER voting_rollentry_with_door BEFORE UPDATE ON voting_rollentry FOR EACH ROW
  WHEN (OLD.void_at IS NULL AND NEW.void_at IS NOT NULL) EXECUTE FUNCTION voting_void_by_two();
ALTER TABLE voting_rollentry ENABLE ALWAYS TRIGGER voting_rollentry_with_door;

CREATE FUNCTION voting_way_recorded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM voting_must_have_entry('a way on', NEW.round_id, 'box.way_asked');
  ELSIF NEW.agreed_at IS NOT NULL THEN
    PERFORM voting_must_have_entry('a way on that is agreed', NEW.round_id, 'box.set_aside', 'box.rerun');
  ELSE
    PERFORM voting_must_have_entry('a way on that is taken back', NEW.round_id, 'box.way_taken_back', 'box.way_refused');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER voting_wayon_recorded AFTER INSERT OR UPDATE ON voting_wayon
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION voting_way_recorded();
CREATE TRIGGER voting_wayon_stays BEFORE DELETE ON voting_wayon
  FOR EACH ROW EXECUTE FUNCTION kit_append_only();
CREATE TRIGGER voting_wayon_no_truncate BEFORE TRUNCATE ON voting_wayon
  FOR EACH STATEMENT EXECUTE FUNCTION kit_append_only();
ALTER TABLE voting_wayon ENABLE ALWAYS TRIGGER voting_wayon_recorded;
ALTER TABLE voting_wayon ENABLE ALWAYS TRIGGER voting_wayon_stays;
ALTER TABLE voting_wayon ENABLE ALWAYS TRIGGER voting_wayon_no_truncate;
"""
NO_PEOPLE = """
DROP TRIGGER voting_wayon_recorded ON voting_wayon;
DROP TRIGGER voting_wayon_stays ON voting_wayon;
DROP TRIGGER voting_wayon_no_truncate ON voting_wayon;
DROP FUNCTION voting_way_recorded();
DROP TRIGGER voting_rollentry_with_door ON voting_rollentry;
DROP FUNCTION voting_void_by_two();
DROP TRIGGER voting_keyholder_lost_recorded ON voting_keyholder;
DROP FUNCTION voting_lost_recorded();
DROP TRIGGER voting_keyholder_with_door ON voting_keyholder;
DROP FUNCTION voting_pressed_by_door();
"""

IDEAS = """
-- An idea leaves the ballot when the votes are opened, if it was withdrawn until then.
CREATE FUNCTION voting_line_by_door() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM voting_must_have_door('an idea leaves the ballot', NEW.round_id);
  RETURN NEW;
END $$;
CREATE TRIGGER voting_ballotline_with_door BEFORE UPDATE ON voting_ballotline FOR EACH ROW
  WHEN (NEW.withdrawn_at IS NOT NULL) EXECUTE FUNCTION voting_line_by_door();
ALTER TABLE voting_ballotline ENABLE ALWAYS TRIGGER voting_ballotline_with_door;

-- What somebody withdrew can't win, so nobody withdraws for them.
CREATE CONSTRAINT TRIGGER proposals_proposal_by_deed AFTER UPDATE ON proposals_proposal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.status <> 'draft' AND NEW.status IS DISTINCT FROM OLD.status)
  EXECUTE FUNCTION kit_by_deed();
ALTER TABLE proposals_proposal ENABLE ALWAYS TRIGGER proposals_proposal_by_deed;
"""
NO_IDEAS = """
DROP TRIGGER proposals_proposal_by_deed ON proposals_proposal;
DROP TRIGGER voting_ballotline_with_door ON voting_ballotline;
DROP FUNCTION voting_line_by_door();
"""

FACTS = (
    "ideas_open_at, ideas_close_at, develop_closes_at, voting_opens_at, voting_closes_at, challenge_closes_at,"
    " panel_meets_at, published_at, box_ready_at, vote_sealed_at, opened_at, counted_at, decided_at, cancelled_at,"
    " signed_off_at, rules, manifest, manifest_sha256, pot_pence"
)
# Who votes on what, who opens it, and how it goes on: rows of a deed that wrote its entry.
DEEDS = {
    "rounds_round": ("INSERT", f"UPDATE OF {FACTS}"),
    "voting_ballotline": ("INSERT",),
    "voting_box": ("INSERT", "UPDATE"),
    "voting_keyholder": ("INSERT", "UPDATE", "DELETE"),
    "voting_rollentry": ("INSERT", "UPDATE"),
    "voting_rollchange": ("INSERT", "UPDATE"),
    "voting_rollreport": ("INSERT", "UPDATE"),
    "voting_challenge": ("INSERT", "UPDATE"),
    "voting_count": ("INSERT",),
    "voting_source": ("INSERT",),
}


class Migration(migrations.Migration):
    dependencies = [
        ("voting", "0011_grants"),
        ("proposals", "0005_grants"),
        ("kit", "0003_key_of_the_site"),
    ]
    operations = [
        migrations.RunSQL(DOOR, NO_DOOR),
        migrations.RunSQL(PUBLISHED, NOT_PUBLISHED),
        migrations.RunSQL(COUNTS, NO_COUNTS),
        migrations.RunSQL(ROUND, NO_ROUND),
        migrations.RunSQL(PEOPLE, NO_PEOPLE),
        migrations.RunSQL(IDEAS, NO_IDEAS),
        *(
            migrations.RunSQL(by_deed(table, *events), no_longer_by_deed(table))
            for table, events in DEEDS.items()
        ),
    ]
