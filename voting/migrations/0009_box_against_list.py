"""The box is held against the list of voters, and nothing leaves it without an entry in the record.

`K_r` never comes here, so the site works out the place of every entry of the list and hands two lists over: those
that may vote and those that are void. What is in neither belongs to nobody: it stays in the box, marked, and keeps
the box from being opened. What is set aside is kept unopened until the keys are destroyed, and so is what a vote that
is held again leaves behind (`dropped`): no deed of the site deletes a ballot before that day.

A replaced tag first lies beside the ballot that replaced it (`was`), and leaves with those of at least twenty voters
at once, so that the number of a transaction joins no two of them.

Errors: as before, and PB007 ballots of nobody are in the box, PB008 the deed wrote no entry.
"""

from django.db import migrations

TABLES = """
ALTER TABLE ballot.sealed
  ADD COLUMN was bytea[] NOT NULL DEFAULT '{}',
  ADD COLUMN nobody boolean NOT NULL DEFAULT false;
CREATE INDEX sealed_was ON ballot.sealed USING gin (was);

CREATE TABLE ballot.set_aside (
  round uuid NOT NULL,
  live bytea NOT NULL,
  ct bytea NOT NULL,
  why text NOT NULL CONSTRAINT set_aside_why CHECK (why IN ('void', 'of-nobody', 'does-not-open')),
  CONSTRAINT set_aside_live PRIMARY KEY (round, live)
);
CREATE TABLE ballot.dropped (
  round uuid NOT NULL,
  run int NOT NULL,
  k bytea,
  live bytea NOT NULL,
  ct bytea NOT NULL,
  CONSTRAINT dropped_live PRIMARY KEY (round, live)
);
REVOKE ALL ON ballot.set_aside, ballot.dropped FROM PUBLIC, allotment_app;
"""
NO_TABLES = """
DROP TABLE ballot.dropped;
DROP TABLE ballot.set_aside;
ALTER TABLE ballot.sealed DROP COLUMN was, DROP COLUMN nobody;
"""

CAST = """
CREATE OR REPLACE FUNCTION ballot.cast_ballot(p_round uuid, p_kr_sha256 bytea, p_k bytea, p_live bytea, p_ct bytea, p_base int)
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
DECLARE
  the_round rounds_round;
  the_box voting_box;
  mine sealed;
BEGIN
  SELECT * INTO the_round FROM rounds_round WHERE id = p_round FOR SHARE;
  SELECT * INTO the_box FROM voting_box WHERE round_id = p_round;
  IF the_round.id IS NULL OR the_box.round_id IS NULL THEN
    RAISE EXCEPTION 'the vote is not open' USING ERRCODE = 'PB001';
  END IF;
  IF the_box.kr_sha256 IS DISTINCT FROM p_kr_sha256 THEN
    RAISE EXCEPTION 'another K_r' USING ERRCODE = 'PB004';
  END IF;
  SELECT * INTO mine FROM sealed WHERE round = p_round AND k = p_k FOR UPDATE;
  IF mine.live = p_live THEN
    RETURN mine.rev;
  END IF;
  IF p_live = ANY (mine.was) OR EXISTS (SELECT FROM superseded WHERE round = p_round AND live = p_live) THEN
    RAISE EXCEPTION 'stale replay' USING ERRCODE = 'PB003';
  END IF;
  -- The clock is read after the lock: whoever waited for it may have waited past the end.
  IF the_round.box_ready_at IS NULL OR the_round.vote_sealed_at IS NOT NULL
     OR the_round.cancelled_at IS NOT NULL OR the_round.published_at IS NULL
     OR (kit_now() >= the_round.voting_opens_at AND kit_now() < the_round.voting_closes_at) IS NOT TRUE THEN
    RAISE EXCEPTION 'the vote is not open' USING ERRCODE = 'PB001';
  END IF;
  IF octet_length(p_ct) IS DISTINCT FROM the_box.ct_length OR octet_length(p_k) IS DISTINCT FROM 32
     OR octet_length(p_live) IS DISTINCT FROM 32 THEN
    RAISE EXCEPTION 'not a ballot of this round' USING ERRCODE = 'PB005';
  END IF;
  IF coalesce(mine.rev, 0) IS DISTINCT FROM p_base THEN
    RAISE EXCEPTION 'changed elsewhere' USING ERRCODE = 'PB002';
  END IF;
  IF mine.rev IS NULL THEN
    INSERT INTO sealed (round, k, live, ct) VALUES (p_round, p_k, p_live, p_ct);
  ELSE
    UPDATE sealed SET live = p_live, ct = p_ct, rev = rev + 1, was = was || mine.live
      WHERE round = p_round AND k = p_k;
  END IF;
  RETURN p_base + 1;
EXCEPTION WHEN unique_violation THEN
  -- Two first ballots at once: the same one pressed twice is one, another one came too late.
  SELECT * INTO mine FROM sealed WHERE round = p_round AND k = p_k AND live = p_live;
  IF mine.rev IS NULL THEN
    RAISE EXCEPTION 'changed elsewhere' USING ERRCODE = 'PB002';
  END IF;
  RETURN mine.rev;
END $$;

CREATE OR REPLACE FUNCTION ballot.in_box(p_round uuid, p_live bytea)
RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
  SELECT CASE
    WHEN EXISTS (SELECT FROM sealed WHERE round = p_round AND live = p_live) THEN 'in'
    WHEN EXISTS (SELECT FROM sealed WHERE round = p_round AND was @> ARRAY[p_live]) THEN 'replaced'
    WHEN EXISTS (SELECT FROM superseded WHERE round = p_round AND live = p_live) THEN 'replaced'
    ELSE 'not found' END
$$;
"""

BATCHES = """
-- Moves replaced tags out of the rows of the ballots that replaced them, when there are `p_least` such ballots.
CREATE FUNCTION ballot.move_replaced(p_round uuid, p_least int)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
DECLARE
  ks bytea[];
BEGIN
  -- Locked before they are read: a ballot that is changed meanwhile waits, and keeps its tag.
  SELECT array_agg(k) INTO ks
    FROM (SELECT k FROM sealed WHERE round = p_round AND was <> '{}' ORDER BY k FOR UPDATE) AS changed;
  IF coalesce(cardinality(ks), 0) < p_least THEN
    RETURN;
  END IF;
  INSERT INTO superseded (round, live)
    SELECT p_round, tag FROM sealed, unnest(was) AS tag WHERE round = p_round AND k = ANY (ks) ORDER BY random();
  UPDATE sealed SET was = '{}' WHERE round = p_round AND k = ANY (ks);
END $$;
REVOKE ALL ON FUNCTION ballot.move_replaced(uuid, int) FROM PUBLIC;

CREATE OR REPLACE FUNCTION ballot.publish_batch(p_round uuid)
RETURNS TABLE (batch_no int, batch_root bytea, batch_count int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
DECLARE
  last_no int;
  last_count int;
  tags bytea[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('ballot.batch ' || p_round, 0));
  PERFORM move_replaced(p_round, 20);
  SELECT coalesce(max(no), 0), coalesce(max(count), 0) INTO last_no, last_count FROM batch WHERE round = p_round;
  IF (SELECT count(*) FROM sealed WHERE round = p_round) < last_count + 20 THEN
    RETURN;
  END IF;
  SELECT array_agg(live) INTO tags FROM sealed WHERE round = p_round;
  INSERT INTO batch (round, no, root, count)
    VALUES (p_round, last_no + 1, root_of(tags), cardinality(tags));
  RETURN QUERY SELECT no, root, count FROM batch WHERE round = p_round AND no = last_no + 1;
END $$;
"""

CLOSE = """
-- Only who has `K_r` comes through: `p_door` follows from it, and what the box stores of it can't be turned round.
CREATE FUNCTION ballot.must_have_door(p_round uuid, p_door bytea)
RETURNS void LANGUAGE plpgsql STABLE SET search_path = ballot, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM voting_box WHERE round_id = p_round AND door_sha256 = sha256(p_door)) THEN
    RAISE EXCEPTION 'another K_r' USING ERRCODE = 'PB004';
  END IF;
END $$;

-- Ballots of void entries are set aside, those of nobody are marked; gives how many of each there are now.
CREATE FUNCTION ballot.hold_against_list(p_round uuid, p_valid bytea[], p_void bytea[])
RETURNS TABLE (in_box int, set_aside int, of_nobody int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
BEGIN
  INSERT INTO ballot.set_aside AS aside (round, live, ct, why)
    SELECT s.round, s.live, s.ct, 'void' FROM sealed AS s JOIN unnest(p_void) AS void(k) ON void.k = s.k
    WHERE s.round = p_round ORDER BY random();
  DELETE FROM sealed AS s USING unnest(p_void) AS void(k) WHERE s.round = p_round AND s.k = void.k;
  UPDATE sealed AS s SET nobody = NOT s.nobody
    WHERE s.round = p_round
      AND s.nobody = EXISTS (SELECT FROM unnest(p_valid) AS valid(k) WHERE valid.k = s.k);
  RETURN QUERY SELECT
    (SELECT count(*) FROM sealed AS s WHERE s.round = p_round AND NOT s.nobody)::int,
    (SELECT count(*) FROM ballot.set_aside AS a WHERE a.round = p_round AND a.why = 'void')::int,
    (SELECT count(*) FROM sealed AS s WHERE s.round = p_round AND s.nobody)::int;
END $$;
REVOKE ALL ON FUNCTION ballot.hold_against_list(uuid, bytea[], bytea[]), ballot.must_have_door(uuid, bytea) FROM PUBLIC;

-- The list is locked before the round, as by whoever adds to it.
CREATE FUNCTION ballot.close_box(p_round uuid, p_door bytea, p_valid bytea[], p_void bytea[])
RETURNS TABLE (in_box int, set_aside int, of_nobody int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
DECLARE
  the_round rounds_round;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('voting.roll ' || p_round, 0));
  SELECT * INTO the_round FROM rounds_round WHERE id = p_round FOR UPDATE;
  PERFORM must_have_door(p_round, p_door);
  IF the_round.box_ready_at IS NULL OR the_round.vote_sealed_at IS NOT NULL OR the_round.cancelled_at IS NOT NULL
     OR (the_round.voting_closes_at <= kit_now()) IS NOT TRUE THEN
    RAISE EXCEPTION 'the vote has not ended, or is closed' USING ERRCODE = 'PB006';
  END IF;
  PERFORM move_replaced(p_round, 1);
  RETURN QUERY SELECT * FROM hold_against_list(p_round, p_valid, p_void);
END $$;

-- Before the opening, once more: a box that was closed by an earlier version was not held against the list.
CREATE FUNCTION ballot.check_box(p_round uuid, p_door bytea, p_valid bytea[], p_void bytea[])
RETURNS TABLE (in_box int, set_aside int, of_nobody int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
BEGIN
  PERFORM must_be_closed(p_round);
  PERFORM must_have_door(p_round, p_door);
  IF EXISTS (SELECT FROM rounds_round WHERE id = p_round AND opened_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the votes are open' USING ERRCODE = 'PB006';
  END IF;
  RETURN QUERY SELECT * FROM hold_against_list(p_round, p_valid, p_void);
END $$;

DROP FUNCTION ballot.final_tags(uuid);
CREATE FUNCTION ballot.final_tags(p_round uuid)
RETURNS TABLE (tag bytea, stands text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
BEGIN
  -- Asked in the transaction that closes, before the round says so, and ever after.
  IF NOT EXISTS (SELECT FROM rounds_round WHERE id = p_round AND box_ready_at IS NOT NULL AND voting_closes_at <= kit_now()) THEN
    RAISE EXCEPTION 'the vote has not closed' USING ERRCODE = 'PB006';
  END IF;
  RETURN QUERY
    SELECT live, CASE WHEN nobody THEN 'nobody' ELSE 'in' END FROM sealed WHERE round = p_round
    UNION ALL SELECT live, 'replaced' FROM superseded WHERE round = p_round
    UNION ALL SELECT live, why FROM ballot.set_aside WHERE round = p_round
    ORDER BY 1;
END $$;

CREATE OR REPLACE FUNCTION ballot.export_shuffled(p_round uuid)
RETURNS TABLE (live bytea, ct bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
BEGIN
  PERFORM must_be_closed(p_round);
  IF EXISTS (SELECT FROM sealed AS s WHERE s.round = p_round AND s.nobody) THEN
    RAISE EXCEPTION 'ballots of nobody are in the box' USING ERRCODE = 'PB007';
  END IF;
  RETURN QUERY SELECT s.live, s.ct FROM sealed AS s WHERE s.round = p_round ORDER BY random();
END $$;
"""

DEEDS = """
CREATE FUNCTION ballot.must_be_recorded(p_round uuid, kind text)
RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = ballot, public, pg_temp AS $$
BEGIN
  IF NOT audit.has_entry(p_round, kind) THEN
    RAISE EXCEPTION 'no entry % of this deed', kind USING ERRCODE = 'PB008';
  END IF;
END $$;
REVOKE ALL ON FUNCTION ballot.must_be_recorded(uuid, text) FROM PUBLIC;

-- Two openers set ballots aside: those of nobody, or the named ones that do not open. Gives how many.
CREATE FUNCTION ballot.put_aside(p_round uuid, p_door bytea, p_why text, p_tags bytea[])
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
DECLARE
  moved int;
BEGIN
  PERFORM must_be_closed(p_round);
  PERFORM must_have_door(p_round, p_door);
  PERFORM must_be_recorded(p_round, 'box.set_aside');
  IF NOT EXISTS (SELECT FROM rounds_round WHERE id = p_round AND opened_at IS NULL) OR p_why NOT IN ('of-nobody', 'does-not-open') THEN
    RAISE EXCEPTION 'nothing can be set aside' USING ERRCODE = 'PB006';
  END IF;
  INSERT INTO ballot.set_aside (round, live, ct, why)
    SELECT s.round, s.live, s.ct, p_why FROM sealed AS s
    WHERE s.round = p_round AND s.live = ANY (p_tags) AND s.nobody = (p_why = 'of-nobody') ORDER BY random();
  GET DIAGNOSTICS moved = ROW_COUNT;
  DELETE FROM sealed AS s WHERE s.round = p_round AND s.live = ANY (p_tags) AND s.nobody = (p_why = 'of-nobody');
  RETURN moved;
END $$;

-- For a vote that is held again: two parts of its key are lost, or it has ended and was not opened. Where `K_r` itself is
-- lost, `p_door` is null, and a day has passed since the end.
DROP FUNCTION ballot.discard(uuid);
CREATE FUNCTION ballot.discard(p_round uuid, p_door bytea)
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
DECLARE
  dropped int;
BEGIN
  PERFORM must_be_recorded(p_round, 'box.rerun');
  IF p_door IS NOT NULL THEN
    PERFORM must_have_door(p_round, p_door);
  END IF;
  IF NOT EXISTS (
    SELECT FROM rounds_round AS r
    WHERE r.id = p_round AND r.opened_at IS NULL AND r.box_ready_at IS NOT NULL AND (
      r.voting_closes_at + CASE WHEN p_door IS NULL THEN interval '1 day' ELSE interval '0' END <= kit_now()
      OR p_door IS NOT NULL
        AND (SELECT count(*) FROM voting_keyholder WHERE round_id = p_round AND lost_at IS NOT NULL) >= 2
    )
  ) THEN
    RAISE EXCEPTION 'this vote can still be opened' USING ERRCODE = 'PB006';
  END IF;
  INSERT INTO ballot.dropped (round, run, k, live, ct)
    SELECT s.round, b.run, s.k, s.live, s.ct FROM sealed AS s JOIN voting_box AS b ON b.round_id = s.round
    WHERE s.round = p_round ORDER BY random();
  GET DIAGNOSTICS dropped = ROW_COUNT;
  INSERT INTO ballot.dropped (round, run, live, ct)
    SELECT a.round, b.run, a.live, a.ct FROM ballot.set_aside AS a JOIN voting_box AS b ON b.round_id = a.round
    WHERE a.round = p_round;
  DELETE FROM sealed WHERE round = p_round;
  DELETE FROM superseded WHERE round = p_round;
  DELETE FROM noticed WHERE round = p_round;
  DELETE FROM batch WHERE round = p_round;
  DELETE FROM ballot.set_aside WHERE round = p_round;
  RETURN dropped;
END $$;

-- Whether nothing is left in a box, for the guards that let it be made anew or called destroyed.
CREATE FUNCTION ballot.is_empty(p_round uuid)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM sealed WHERE round = p_round)
    AND NOT EXISTS (SELECT FROM ballot.set_aside WHERE round = p_round)
$$;

-- How many ballots would be destroyed now; refused while people can still ask about the vote.
CREATE FUNCTION ballot.to_destroy(p_round uuid)
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM rounds_round
    WHERE id = p_round AND challenge_closes_at <= kit_now()
      AND (counted_at IS NOT NULL OR cancelled_at IS NOT NULL)
  ) THEN
    RAISE EXCEPTION 'people can still ask about this vote' USING ERRCODE = 'PB006';
  END IF;
  RETURN (SELECT count(*) FROM sealed WHERE round = p_round)
    + (SELECT count(*) FROM ballot.set_aside WHERE round = p_round)
    + (SELECT count(*) FROM ballot.dropped WHERE round = p_round);
END $$;

CREATE OR REPLACE FUNCTION ballot.destroy(p_round uuid)
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
DECLARE
  gone int := to_destroy(p_round);
BEGIN
  PERFORM must_be_recorded(p_round, 'box.destroyed');
  DELETE FROM sealed WHERE round = p_round;
  DELETE FROM superseded WHERE round = p_round;
  DELETE FROM noticed WHERE round = p_round;
  DELETE FROM ballot.set_aside WHERE round = p_round;
  DELETE FROM ballot.dropped WHERE round = p_round;
  RETURN gone;
END $$;
"""

GRANTS = """
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ballot FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  ballot.close_box(uuid, bytea, bytea[], bytea[]),
  ballot.check_box(uuid, bytea, bytea[], bytea[]),
  ballot.final_tags(uuid),
  ballot.put_aside(uuid, bytea, text, bytea[]),
  ballot.discard(uuid, bytea),
  ballot.to_destroy(uuid)
TO allotment_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("voting", "0008_voters_and_what_a_close_found"),
        ("audit", "0002_entries_of_a_deed"),
    ]
    operations = [
        migrations.RunSQL(TABLES, NO_TABLES),
        migrations.RunSQL(CAST, migrations.RunSQL.noop),
        migrations.RunSQL(BATCHES, migrations.RunSQL.noop),
        migrations.RunSQL(CLOSE, migrations.RunSQL.noop),
        migrations.RunSQL(DEEDS, migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
