"""The ballot box: tables that only its own functions reach.

The app role may call the functions and read no table, so it sees neither a ballot, nor the hidden columns
by which PostgreSQL tells when a row was written. No ballot carries a time. `superseded` carries no `k`:
nobody can tell whose ballot was replaced. Casting locks the round's row and never the voter's entry on the
roll, because a row lock leaves the transaction's number in the row that it locks.

Errors: PB001 the vote is not open, PB002 changed elsewhere, PB003 replay of a replaced ballot, PB004 another
`K_r`, PB005 not a ballot of this round, PB006 too early.
"""

from django.db import migrations

TABLES = """
CREATE SCHEMA ballot;
REVOKE ALL ON SCHEMA ballot FROM PUBLIC;
GRANT USAGE ON SCHEMA ballot TO allotment_app;

CREATE TABLE ballot.sealed (
  round uuid NOT NULL CONSTRAINT sealed_round REFERENCES public.rounds_round,
  k bytea NOT NULL CONSTRAINT sealed_k_length CHECK (octet_length(k) = 32),
  live bytea NOT NULL CONSTRAINT sealed_live_length CHECK (octet_length(live) = 32),
  ct bytea NOT NULL,
  rev int NOT NULL DEFAULT 1 CONSTRAINT sealed_rev_counts CHECK (rev >= 1),
  CONSTRAINT sealed_once_per_voter PRIMARY KEY (round, k),
  CONSTRAINT sealed_live_once UNIQUE (live)
) WITH (fillfactor = 50);

CREATE TABLE ballot.superseded (
  round uuid NOT NULL,
  live bytea NOT NULL,
  CONSTRAINT superseded_once PRIMARY KEY (round, live)
);

CREATE TABLE ballot.batch (
  round uuid NOT NULL,
  no int NOT NULL,
  root bytea NOT NULL,
  count int NOT NULL,
  at timestamptz NOT NULL DEFAULT public.kit_now(),
  CONSTRAINT batch_once PRIMARY KEY (round, no)
);

CREATE TABLE ballot.noticed (
  round uuid NOT NULL,
  tag bytea NOT NULL,
  CONSTRAINT noticed_once PRIMARY KEY (round, tag)
);
REVOKE ALL ON ALL TABLES IN SCHEMA ballot FROM PUBLIC, allotment_app;
"""

CAST = """
CREATE FUNCTION ballot.cast_ballot(p_round uuid, p_kr_sha256 bytea, p_k bytea, p_live bytea, p_ct bytea, p_base int)
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
  IF EXISTS (SELECT FROM superseded WHERE round = p_round AND live = p_live) THEN
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
    INSERT INTO superseded (round, live) VALUES (p_round, mine.live);
    UPDATE sealed SET live = p_live, ct = p_ct, rev = rev + 1 WHERE round = p_round AND k = p_k;
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
"""

ASK = """
CREATE FUNCTION ballot.has_ballot(p_round uuid, p_k bytea)
RETURNS int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
  SELECT coalesce((SELECT rev FROM sealed WHERE round = p_round AND k = p_k), 0)
$$;

CREATE FUNCTION ballot.in_box(p_round uuid, p_live bytea)
RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
  SELECT CASE
    WHEN EXISTS (SELECT FROM sealed WHERE round = p_round AND live = p_live) THEN 'in'
    WHEN EXISTS (SELECT FROM superseded WHERE round = p_round AND live = p_live) THEN 'replaced'
    ELSE 'not found' END
$$;

-- True once per voter whose ballot is in the box: the caller then sends the notice.
CREATE FUNCTION ballot.take_notice(p_round uuid, p_k bytea, p_tag bytea)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM sealed WHERE round = p_round AND k = p_k) THEN
    RETURN false;
  END IF;
  INSERT INTO noticed (round, tag) VALUES (p_round, p_tag) ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;
"""

BATCHES = r"""
-- The Merkle tree hash of RFC 9162 over the tags in ascending order, level by level.
CREATE FUNCTION ballot.root_of(tags bytea[])
RETURNS bytea LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  level bytea[];
BEGIN
  SELECT array_agg(sha256('\x00'::bytea || tag) ORDER BY tag) INTO level FROM unnest(tags) AS tag;
  IF level IS NULL THEN
    RETURN sha256(''::bytea);
  END IF;
  WHILE array_length(level, 1) > 1 LOOP
    SELECT array_agg(coalesce(sha256('\x01'::bytea || pair[1] || pair[2]), pair[1]) ORDER BY place)
      INTO level
      FROM (
        SELECT (place - 1) / 2 AS place, array_agg(node ORDER BY place) AS pair
        FROM unnest(level) WITH ORDINALITY AS nodes(node, place)
        GROUP BY 1
      ) AS pairs;
  END LOOP;
  RETURN level[1];
END $$;

-- A batch counts at least twenty more ballots than the one before it; until then there is none.
CREATE FUNCTION ballot.publish_batch(p_round uuid)
RETURNS TABLE (batch_no int, batch_root bytea, batch_count int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
DECLARE
  last_no int;
  last_count int;
  tags bytea[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('ballot.batch ' || p_round, 0));
  SELECT coalesce(max(no), 0), coalesce(max(count), 0) INTO last_no, last_count FROM batch WHERE round = p_round;
  IF (SELECT count(*) FROM sealed WHERE round = p_round) < last_count + 20 THEN
    RETURN;
  END IF;
  SELECT array_agg(live) INTO tags FROM sealed WHERE round = p_round;
  INSERT INTO batch (round, no, root, count)
    VALUES (p_round, last_no + 1, root_of(tags), cardinality(tags));
  RETURN QUERY SELECT no, root, count FROM batch WHERE round = p_round AND no = last_no + 1;
END $$;

CREATE FUNCTION ballot.count_batched(p_round uuid)
RETURNS int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
  SELECT coalesce(max(count), 0) FROM batch WHERE round = p_round
$$;
"""

AFTER_CLOSE = """
CREATE FUNCTION ballot.must_be_closed(p_round uuid)
RETURNS void LANGUAGE plpgsql STABLE SET search_path = ballot, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM rounds_round
    WHERE id = p_round AND vote_sealed_at IS NOT NULL AND voting_closes_at <= kit_now()
  ) THEN
    RAISE EXCEPTION 'the vote has not closed' USING ERRCODE = 'PB006';
  END IF;
END $$;

CREATE FUNCTION ballot.final_tags(p_round uuid)
RETURNS TABLE (tag bytea, counts boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
BEGIN
  PERFORM must_be_closed(p_round);
  RETURN QUERY
    SELECT live, true FROM sealed WHERE round = p_round
    UNION ALL SELECT live, false FROM superseded WHERE round = p_round
    ORDER BY 1;
END $$;

-- What is opened: never k, and in an order that tells nothing.
CREATE FUNCTION ballot.export_shuffled(p_round uuid)
RETURNS TABLE (live bytea, ct bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
BEGIN
  PERFORM must_be_closed(p_round);
  RETURN QUERY SELECT s.live, s.ct FROM sealed AS s WHERE s.round = p_round ORDER BY random();
END $$;

-- For a vote that nobody can open any more and that is run again.
CREATE FUNCTION ballot.discard(p_round uuid)
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
DECLARE
  dropped int;
BEGIN
  IF (SELECT count(*) FROM voting_keyholder WHERE round_id = p_round AND lost_at IS NOT NULL) < 2
     OR NOT EXISTS (SELECT FROM rounds_round WHERE id = p_round AND opened_at IS NULL) THEN
    RAISE EXCEPTION 'this vote can still be opened' USING ERRCODE = 'PB006';
  END IF;
  DELETE FROM sealed WHERE round = p_round;
  GET DIAGNOSTICS dropped = ROW_COUNT;
  DELETE FROM superseded WHERE round = p_round;
  DELETE FROM noticed WHERE round = p_round;
  DELETE FROM batch WHERE round = p_round;
  RETURN dropped;
END $$;

CREATE FUNCTION ballot.destroy(p_round uuid)
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = ballot, public, pg_temp AS $$
DECLARE
  dropped int;
BEGIN
  IF NOT EXISTS (
    SELECT FROM rounds_round
    WHERE id = p_round AND challenge_closes_at <= kit_now()
      AND (counted_at IS NOT NULL OR cancelled_at IS NOT NULL)
  ) THEN
    RAISE EXCEPTION 'people can still ask about this vote' USING ERRCODE = 'PB006';
  END IF;
  DELETE FROM sealed WHERE round = p_round;
  GET DIAGNOSTICS dropped = ROW_COUNT;
  DELETE FROM superseded WHERE round = p_round;
  DELETE FROM noticed WHERE round = p_round;
  RETURN dropped;
END $$;
"""

GRANTS = """
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ballot FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  ballot.cast_ballot(uuid, bytea, bytea, bytea, bytea, int),
  ballot.has_ballot(uuid, bytea),
  ballot.in_box(uuid, bytea),
  ballot.take_notice(uuid, bytea, bytea),
  ballot.publish_batch(uuid),
  ballot.count_batched(uuid),
  ballot.final_tags(uuid),
  ballot.export_shuffled(uuid),
  ballot.discard(uuid),
  ballot.destroy(uuid)
TO allotment_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("voting", "0001_initial"),
        ("rounds", "0001_initial"),
        ("kit", "0001_roles_and_clock"),
    ]
    operations = [
        migrations.RunSQL(TABLES, "DROP SCHEMA ballot CASCADE"),
        migrations.RunSQL(CAST, migrations.RunSQL.noop),
        migrations.RunSQL(ASK, migrations.RunSQL.noop),
        migrations.RunSQL(BATCHES, migrations.RunSQL.noop),
        migrations.RunSQL(AFTER_CLOSE, migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
