-- As PostgreSQL 18 writes it.

CREATE SCHEMA audit;

ALTER SCHEMA audit OWNER TO allotment_owner;

CREATE SCHEMA ballot;

ALTER SCHEMA ballot OWNER TO allotment_owner;

CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);

ALTER TYPE public.procrastinate_job_event_type OWNER TO allotment_owner;

CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);

ALTER TYPE public.procrastinate_job_status OWNER TO allotment_owner;

CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);

ALTER TYPE public.procrastinate_job_to_defer_v1 OWNER TO allotment_owner;

CREATE FUNCTION audit.has_entry(p_subject uuid, VARIADIC p_kinds text[]) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'audit', 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (
    SELECT FROM event
    WHERE subject_ref = p_subject AND kind = ANY (p_kinds) AND xid = pg_current_xact_id_if_assigned()
      AND at BETWEEN kit_now() - interval '10 minutes' AND kit_now() + interval '10 minutes'
  )
$$;

ALTER FUNCTION audit.has_entry(p_subject uuid, VARIADIC p_kinds text[]) OWNER TO allotment_owner;

CREATE FUNCTION audit.refuse_forged_entry() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NEW.at NOT BETWEEN kit_now() - interval '1 minute' AND kit_now() + interval '1 minute' THEN
    RAISE EXCEPTION 'an entry is dated when it is written' USING ERRCODE = 'AL004';
  END IF;
  IF NOT convert_from(NEW.body, 'UTF8')::jsonb @> jsonb_build_object(
    'uuid', NEW.event_uuid,
    'at', to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'kind', NEW.kind, 'place_ref', NEW.place_ref, 'round_ref', NEW.round_ref,
    'actor_ref', NEW.actor_ref, 'subject_ref', NEW.subject_ref, 'role', NEW.role,
    'audience', NEW.audience
  ) THEN
    RAISE EXCEPTION 'the columns of an entry say what its text says' USING ERRCODE = 'AL004';
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION audit.refuse_forged_entry() OWNER TO allotment_owner;

CREATE FUNCTION audit.require_entry_of_erasing() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT audit.has_entry(OLD.event_uuid, 'words.erased') THEN
    RAISE EXCEPTION 'words of % are deleted without an entry that says so', OLD.event_uuid
      USING ERRCODE = 'AL004';
  END IF;
  RETURN NULL;
END $$;

ALTER FUNCTION audit.require_entry_of_erasing() OWNER TO allotment_owner;

CREATE FUNCTION ballot.cast_ballot(p_round uuid, p_kr_sha256 bytea, p_k bytea, p_live bytea, p_ct bytea, p_base integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION ballot.cast_ballot(p_round uuid, p_kr_sha256 bytea, p_k bytea, p_live bytea, p_ct bytea, p_base integer) OWNER TO allotment_owner;

CREATE FUNCTION ballot.check_box(p_round uuid, p_door bytea, p_valid bytea[], p_void bytea[]) RETURNS TABLE(in_box integer, set_aside integer, of_nobody integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM must_be_closed(p_round);
  PERFORM must_have_door(p_round, p_door);
  IF EXISTS (SELECT FROM rounds_round WHERE id = p_round AND opened_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the votes are open' USING ERRCODE = 'PB006';
  END IF;
  RETURN QUERY SELECT * FROM hold_against_list(p_round, p_valid, p_void);
END $$;

ALTER FUNCTION ballot.check_box(p_round uuid, p_door bytea, p_valid bytea[], p_void bytea[]) OWNER TO allotment_owner;

CREATE FUNCTION ballot.close_box(p_round uuid, p_door bytea, p_valid bytea[], p_void bytea[]) RETURNS TABLE(in_box integer, set_aside integer, of_nobody integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION ballot.close_box(p_round uuid, p_door bytea, p_valid bytea[], p_void bytea[]) OWNER TO allotment_owner;

CREATE FUNCTION ballot.count_batched(p_round uuid) RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
  SELECT coalesce(max(count), 0) FROM batch WHERE round = p_round
$$;

ALTER FUNCTION ballot.count_batched(p_round uuid) OWNER TO allotment_owner;

CREATE FUNCTION ballot.destroy(p_round uuid) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION ballot.destroy(p_round uuid) OWNER TO allotment_owner;

CREATE FUNCTION ballot.discard(p_round uuid, p_door bytea) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION ballot.discard(p_round uuid, p_door bytea) OWNER TO allotment_owner;

CREATE FUNCTION ballot.export_shuffled(p_round uuid) RETURNS TABLE(live bytea, ct bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM must_be_closed(p_round);
  IF EXISTS (SELECT FROM sealed AS s WHERE s.round = p_round AND s.nobody) THEN
    RAISE EXCEPTION 'ballots of nobody are in the box' USING ERRCODE = 'PB007';
  END IF;
  RETURN QUERY SELECT s.live, s.ct FROM sealed AS s WHERE s.round = p_round ORDER BY random();
END $$;

ALTER FUNCTION ballot.export_shuffled(p_round uuid) OWNER TO allotment_owner;

CREATE FUNCTION ballot.final_tags(p_round uuid) RETURNS TABLE(tag bytea, stands text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION ballot.final_tags(p_round uuid) OWNER TO allotment_owner;

CREATE FUNCTION ballot.has_ballot(p_round uuid, p_k bytea) RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
  SELECT coalesce((SELECT rev FROM sealed WHERE round = p_round AND k = p_k), 0)
$$;

ALTER FUNCTION ballot.has_ballot(p_round uuid, p_k bytea) OWNER TO allotment_owner;

CREATE FUNCTION ballot.has_door(p_round uuid) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (
    SELECT FROM door_shown
    WHERE round = p_round AND xid = pg_current_xact_id_if_assigned()
      AND at BETWEEN kit_now() - interval '10 minutes' AND kit_now() + interval '10 minutes'
  )
$$;

ALTER FUNCTION ballot.has_door(p_round uuid) OWNER TO allotment_owner;

CREATE FUNCTION ballot.hold_against_list(p_round uuid, p_valid bytea[], p_void bytea[]) RETURNS TABLE(in_box integer, set_aside integer, of_nobody integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION ballot.hold_against_list(p_round uuid, p_valid bytea[], p_void bytea[]) OWNER TO allotment_owner;

CREATE FUNCTION ballot.in_box(p_round uuid, p_live bytea) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
  SELECT CASE
    WHEN EXISTS (SELECT FROM sealed WHERE round = p_round AND live = p_live) THEN 'in'
    WHEN EXISTS (SELECT FROM sealed WHERE round = p_round AND was @> ARRAY[p_live]) THEN 'replaced'
    WHEN EXISTS (SELECT FROM superseded WHERE round = p_round AND live = p_live) THEN 'replaced'
    ELSE 'not found' END
$$;

ALTER FUNCTION ballot.in_box(p_round uuid, p_live bytea) OWNER TO allotment_owner;

CREATE FUNCTION ballot.is_empty(p_round uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
  SELECT NOT EXISTS (SELECT FROM sealed WHERE round = p_round)
    AND NOT EXISTS (SELECT FROM ballot.set_aside WHERE round = p_round)
$$;

ALTER FUNCTION ballot.is_empty(p_round uuid) OWNER TO allotment_owner;

CREATE FUNCTION ballot.move_replaced(p_round uuid, p_least integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION ballot.move_replaced(p_round uuid, p_least integer) OWNER TO allotment_owner;

CREATE FUNCTION ballot.must_be_closed(p_round uuid) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM rounds_round
    WHERE id = p_round AND vote_sealed_at IS NOT NULL AND voting_closes_at <= kit_now()
  ) THEN
    RAISE EXCEPTION 'the vote has not closed' USING ERRCODE = 'PB006';
  END IF;
END $$;

ALTER FUNCTION ballot.must_be_closed(p_round uuid) OWNER TO allotment_owner;

CREATE FUNCTION ballot.must_be_recorded(p_round uuid, kind text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT audit.has_entry(p_round, kind) THEN
    RAISE EXCEPTION 'no entry % of this deed', kind USING ERRCODE = 'PB008';
  END IF;
END $$;

ALTER FUNCTION ballot.must_be_recorded(p_round uuid, kind text) OWNER TO allotment_owner;

CREATE FUNCTION ballot.must_have_door(p_round uuid, p_door bytea) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM voting_box WHERE round_id = p_round AND door_sha256 = sha256(p_door)) THEN
    RAISE EXCEPTION 'another K_r' USING ERRCODE = 'PB004';
  END IF;
  INSERT INTO door_shown (round, xid, at) VALUES (p_round, pg_current_xact_id(), kit_now())
    ON CONFLICT (round) DO UPDATE SET xid = excluded.xid, at = excluded.at;
END $$;

ALTER FUNCTION ballot.must_have_door(p_round uuid, p_door bytea) OWNER TO allotment_owner;

CREATE FUNCTION ballot.publish_batch(p_round uuid) RETURNS TABLE(batch_no integer, batch_root bytea, batch_count integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION ballot.publish_batch(p_round uuid) OWNER TO allotment_owner;

CREATE FUNCTION ballot.put_aside(p_round uuid, p_door bytea, p_why text, p_tags bytea[]) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION ballot.put_aside(p_round uuid, p_door bytea, p_why text, p_tags bytea[]) OWNER TO allotment_owner;

CREATE FUNCTION ballot.root_of(tags bytea[]) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION ballot.root_of(tags bytea[]) OWNER TO allotment_owner;

CREATE FUNCTION ballot.show_door(p_round uuid, p_door bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM must_have_door(p_round, p_door);
END $$;

ALTER FUNCTION ballot.show_door(p_round uuid, p_door bytea) OWNER TO allotment_owner;

CREATE FUNCTION ballot.take_notice(p_round uuid, p_k bytea, p_tag bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM sealed WHERE round = p_round AND k = p_k) THEN
    RETURN false;
  END IF;
  INSERT INTO noticed (round, tag) VALUES (p_round, p_tag) ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;

ALTER FUNCTION ballot.take_notice(p_round uuid, p_k bytea, p_tag bytea) OWNER TO allotment_owner;

CREATE FUNCTION ballot.to_destroy(p_round uuid) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ballot', 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION ballot.to_destroy(p_round uuid) OWNER TO allotment_owner;

CREATE FUNCTION public.evidence_observation_stands() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR OLD.verified_by_id IS NOT NULL
    OR (to_jsonb(NEW) - ARRAY['verified_by_id', 'verified_at'])
      <> (to_jsonb(OLD) - ARRAY['verified_by_id', 'verified_at'])
  THEN
    RAISE EXCEPTION '% of a measurement is refused: it is only verified, or replaced by another', TG_OP
      USING ERRCODE = 'AL001';
  END IF;
  IF EXISTS (
    SELECT FROM evidence_observation_barred b
    WHERE b.observation_id = NEW.id AND b.user_id = NEW.verified_by_id
  ) THEN
    RAISE EXCEPTION 'somebody else must verify this'
      USING ERRCODE = '23514', CONSTRAINT = 'observation_not_barred';
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION public.evidence_observation_stands() OWNER TO allotment_owner;

CREATE FUNCTION public.grants_award_held() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  place uuid;
BEGIN
  SELECT r.neighbourhood_id INTO place FROM proposals_proposal i JOIN rounds_round r ON r.id = i.round_id
    WHERE i.id = NEW.proposal_id;
  IF TG_OP = 'UPDATE' AND NEW.holder_id IS DISTINCT FROM OLD.holder_id AND OLD.holder_id IS NOT NULL
    AND NOT grants_has_office(OLD.holder_id, place) THEN
    PERFORM grants_refuse('award_keeps_holder', 'an award keeps its holder');
  END IF;
  IF NEW.holder_id IS NULL OR NEW.status NOT IN ('offered', 'accepted') THEN
    RETURN NEW;
  END IF;
  PERFORM grants_lock_person(NEW.holder_id);
  IF grants_has_office(NEW.holder_id, place) THEN
    PERFORM grants_refuse('award_holder_without_office', 'whoever holds an award has no office in its place');
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION public.grants_award_held() OWNER TO allotment_owner;

CREATE FUNCTION public.grants_bankdetails_by_holder() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM grants_lock_person(NEW.entered_by_id);
  IF grants_has_office(NEW.entered_by_id, grants_place_of(NEW.award_id))
    OR NEW.entered_by_id IS DISTINCT FROM (SELECT holder_id FROM grants_award WHERE id = NEW.award_id) THEN
    PERFORM grants_refuse('bank_details_by_holder', 'an account is entered by the one who holds the award');
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION public.grants_bankdetails_by_holder() OWNER TO allotment_owner;

CREATE FUNCTION public.grants_has_office(who uuid, place uuid) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (
    SELECT FROM people_role
    WHERE person_id = who AND ended_at IS NULL AND (neighbourhood_id = place OR neighbourhood_id IS NULL)
  ) OR EXISTS (
    SELECT FROM grants_member m JOIN grants_panel p ON p.id = m.panel_id
    WHERE m.person_id = who AND m.left_at IS NULL AND p.neighbourhood_id = place
  )
$$;

ALTER FUNCTION public.grants_has_office(who uuid, place uuid) OWNER TO allotment_owner;

CREATE FUNCTION public.grants_holds_award(who uuid, place uuid) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (
    SELECT FROM grants_award a
    JOIN proposals_proposal i ON i.id = a.proposal_id JOIN rounds_round r ON r.id = i.round_id
    WHERE a.holder_id = who AND a.status IN ('offered', 'accepted')
      AND (r.neighbourhood_id = place OR place IS NULL)
  )
$$;

ALTER FUNCTION public.grants_holds_award(who uuid, place uuid) OWNER TO allotment_owner;

CREATE FUNCTION public.grants_instalment_needed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  report grants_progressreport;
  held bigint;
  before bigint;
BEGIN
  IF NEW.status NOT IN ('due', 'approved', 'sent')
    OR TG_OP = 'UPDATE' AND (NEW.status = OLD.status OR OLD.status = 'approved' AND NEW.status = 'due') THEN
    RETURN NEW;
  END IF;
  SELECT * INTO report FROM grants_progressreport
    WHERE award_id = NEW.award_id AND accepted_at IS NOT NULL ORDER BY is_final DESC, sent_at DESC LIMIT 1;
  IF NOT FOUND THEN
    RETURN NEW;
  END IF;
  SELECT coalesce(sum(e.pence), 0) INTO held
    FROM ledger_entry e JOIN ledger_move m ON m.id = e.move_id JOIN ledger_account a ON a.id = e.account_id
    WHERE m.commitment_id = NEW.award_id AND a.kind = 'paid' AND m.id IS DISTINCT FROM NEW.move_id;
  SELECT coalesce(sum(pence), 0) INTO before FROM grants_instalment
    WHERE award_id = NEW.award_id AND number < NEW.number AND status IN ('due', 'approved');
  IF report.is_final AND held + before + NEW.pence > report.spent_pence THEN
    PERFORM grants_refuse('payment_needed', format('payment %s is more than the report leaves needed', NEW.number));
  END IF;
  IF NOT report.is_final AND report.spent_pence < held THEN
    PERFORM grants_refuse('payment_needed', format('payment %s waits: what was paid is not spent', NEW.number));
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION public.grants_instalment_needed() OWNER TO allotment_owner;

CREATE FUNCTION public.grants_lock_person(who uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM FROM people_user WHERE id = who FOR NO KEY UPDATE;
END $$;

ALTER FUNCTION public.grants_lock_person(who uuid) OWNER TO allotment_owner;

CREATE FUNCTION public.grants_member_fixed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  place uuid;
  running rounds_round;
BEGIN
  SELECT neighbourhood_id INTO place FROM grants_panel WHERE id = NEW.panel_id FOR NO KEY UPDATE;
  IF NEW.left_at IS NOT NULL THEN
    RETURN NEW;
  END IF;
  PERFORM grants_lock_person(NEW.person_id);
  IF grants_holds_award(NEW.person_id, place) THEN
    PERFORM grants_refuse('role_without_award', 'this person holds an award of this place that is not done');
  END IF;
  IF NEW.position = 'secretary' THEN
    RETURN NEW;
  END IF;
  FOR running IN SELECT * FROM grants_running_rounds(place) LOOP
    IF (SELECT count(*) FROM grants_member WHERE panel_id = NEW.panel_id AND position <> 'secretary' AND left_at IS NULL)
      >= (SELECT count(*) FROM grants_member WHERE panel_id = NEW.panel_id AND position <> 'secretary'
        AND joined_at <= running.published_at AND (left_at IS NULL OR left_at > running.published_at)) THEN
      PERFORM grants_refuse('seats_fixed', format('the seats stay: round %s is published', running.number));
    END IF;
  END LOOP;
  RETURN NEW;
END $$;

ALTER FUNCTION public.grants_member_fixed() OWNER TO allotment_owner;

CREATE FUNCTION public.grants_panel_fixed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  running rounds_round;
BEGIN
  IF NEW.quorum <> OLD.quorum THEN
    SELECT * INTO running FROM grants_running_rounds(NEW.neighbourhood_id) LIMIT 1;
    IF FOUND THEN
      PERFORM grants_refuse('panel_fixed', format('the quorum stays: round %s is published', running.number));
    END IF;
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION public.grants_panel_fixed() OWNER TO allotment_owner;

CREATE FUNCTION public.grants_place_of(award uuid) RETURNS uuid
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT r.neighbourhood_id FROM grants_award a
  JOIN proposals_proposal i ON i.id = a.proposal_id JOIN rounds_round r ON r.id = i.round_id
  WHERE a.id = award
$$;

ALTER FUNCTION public.grants_place_of(award uuid) OWNER TO allotment_owner;

CREATE FUNCTION public.grants_refuse(rule text, words text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  RAISE EXCEPTION '%', words USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;

ALTER FUNCTION public.grants_refuse(rule text, words text) OWNER TO allotment_owner;

CREATE FUNCTION public.kit_now() RETURNS timestamp with time zone
    LANGUAGE sql PARALLEL SAFE
    AS $$ SELECT clock_timestamp() $$;

ALTER FUNCTION public.kit_now() OWNER TO allotment_owner;

CREATE TABLE public.rounds_round (
    id uuid NOT NULL,
    number integer NOT NULL,
    title character varying(150) NOT NULL,
    about text NOT NULL,
    origin character varying(10) NOT NULL,
    currency character varying(3) NOT NULL,
    pot_pence bigint NOT NULL,
    preset character varying(20) NOT NULL,
    rules jsonb NOT NULL,
    manifest bytea,
    manifest_sha256 character varying(64) NOT NULL,
    created_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    ideas_open_at timestamp with time zone,
    ideas_close_at timestamp with time zone,
    develop_closes_at timestamp with time zone,
    voting_opens_at timestamp with time zone,
    voting_closes_at timestamp with time zone,
    challenge_closes_at timestamp with time zone,
    panel_meets_at timestamp with time zone,
    panel_meets_where character varying(150) NOT NULL,
    outcomes_due_on date,
    published_at timestamp with time zone,
    box_ready_at timestamp with time zone,
    vote_sealed_at timestamp with time zone,
    opened_at timestamp with time zone,
    counted_at timestamp with time zone,
    decided_at timestamp with time zone,
    signed_off_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    fund_id uuid,
    neighbourhood_id uuid NOT NULL,
    pot_id uuid,
    set_up_by_id uuid,
    CONSTRAINT round_dates_in_order CHECK (((published_at IS NULL) OR ((origin)::text = 'imported'::text) OR ((ideas_open_at < ideas_close_at) AND (ideas_close_at <= develop_closes_at) AND (develop_closes_at <= voting_opens_at) AND (voting_opens_at < voting_closes_at) AND (voting_closes_at < challenge_closes_at) AND (challenge_closes_at <= panel_meets_at)))),
    CONSTRAINT round_origin_known CHECK (((origin)::text = ANY ((ARRAY['native'::character varying, 'imported'::character varying, 'rehearsal'::character varying])::text[]))),
    CONSTRAINT round_pot_not_negative CHECK ((pot_pence >= 0)),
    CONSTRAINT round_published_with_manifest CHECK (((published_at IS NULL) OR ((manifest IS NOT NULL) AND (NOT ((manifest_sha256)::text = ''::text))))),
    CONSTRAINT rounds_round_number_check CHECK ((number >= 0))
);

ALTER TABLE public.rounds_round OWNER TO allotment_owner;

CREATE FUNCTION public.grants_running_rounds(place uuid) RETURNS SETOF public.rounds_round
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT r.* FROM rounds_round r
  WHERE r.neighbourhood_id = place AND r.origin = 'native'
    AND r.published_at IS NOT NULL AND r.cancelled_at IS NULL AND r.signed_off_at IS NULL
    AND (r.decided_at IS NULL OR EXISTS (
      SELECT FROM grants_meeting m WHERE m.round_id = r.id AND m.opened_at IS NOT NULL AND m.closed_at IS NULL
    ))
$$;

ALTER FUNCTION public.grants_running_rounds(place uuid) OWNER TO allotment_owner;

CREATE FUNCTION public.grants_signed_off_apart() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  who uuid;
BEGIN
  SELECT person_id INTO who FROM people_alias WHERE ref = NEW.actor_ref AND round_ref = NEW.round_ref;
  IF who IS NULL
    OR EXISTS (SELECT FROM audit.event WHERE round_ref = NEW.round_ref AND actor_ref = NEW.actor_ref
      AND role NOT IN ('auditor', 'resident', 'signed-in', 'person'))
    OR EXISTS (SELECT FROM rounds_round WHERE id = NEW.round_ref AND set_up_by_id = who)
    OR EXISTS (SELECT FROM rounds_duty WHERE round_id = NEW.round_ref AND person_id = who)
    OR EXISTS (SELECT FROM proposals_proposal i
      LEFT JOIN proposals_proposal_helpers h ON h.proposal_id = i.id
      WHERE i.round_id = NEW.round_ref AND who IN (i.lead_id, i.entered_by_id, h.user_id))
    OR EXISTS (SELECT FROM grants_award a JOIN proposals_proposal i ON i.id = a.proposal_id
      WHERE i.round_id = NEW.round_ref AND who IN (a.holder_id, a.offered_by_id))
    OR EXISTS (SELECT FROM grants_member m JOIN grants_panel p ON p.id = m.panel_id
      JOIN rounds_round r ON r.neighbourhood_id = p.neighbourhood_id
      WHERE r.id = NEW.round_ref AND m.person_id = who
        AND m.joined_at <= coalesce(r.decided_at, NEW.at) AND (m.left_at IS NULL OR m.left_at > r.published_at))
  THEN
    PERFORM grants_refuse('round_signed_off_apart', 'whoever signs a round off held another part in it');
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION public.grants_signed_off_apart() OWNER TO allotment_owner;

CREATE FUNCTION public.kit_append_only() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: rows are only ever added', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'AL001';
END $$;

ALTER FUNCTION public.kit_append_only() OWNER TO allotment_owner;

CREATE FUNCTION public.kit_by_deed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM kit_site_session
    WHERE word = current_setting('allotment.session', true) AND deed = pg_current_xact_id_if_assigned()
  ) AND NOT kit_is_owner(TG_RELID) THEN
    RAISE EXCEPTION '% of % is refused: no deed of the site wrote an entry with it', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'AL009';
  END IF;
  RETURN NULL;
END $$;

ALTER FUNCTION public.kit_by_deed() OWNER TO allotment_owner;

CREATE FUNCTION public.kit_from_site() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM kit_site_session WHERE word = current_setting('allotment.session', true))
    AND NOT kit_is_owner(TG_RELID)
  THEN
    RAISE EXCEPTION '% of % is refused: this session has not shown the key of the site', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'AL008';
  END IF;
  RETURN NULL;
END $$;

ALTER FUNCTION public.kit_from_site() OWNER TO allotment_owner;

CREATE FUNCTION public.kit_has_key() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM kit_site_session WHERE word = current_setting('allotment.session', true))
$$;

ALTER FUNCTION public.kit_has_key() OWNER TO allotment_owner;

CREATE FUNCTION public.kit_is_owner(p_table oid) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  SELECT pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = p_table), 'USAGE')
$$;

ALTER FUNCTION public.kit_is_owner(p_table oid) OWNER TO allotment_owner;

CREATE FUNCTION public.kit_show_key(p_key bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  new_word text := encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex');
BEGIN
  IF NOT EXISTS (SELECT FROM kit_site_key WHERE sha256 = sha256(p_key)) THEN
    RETURN false;
  END IF;
  DELETE FROM kit_site_session WHERE NOT EXISTS (
    SELECT FROM pg_stat_get_activity(NULL) AS there WHERE there.pid = kit_site_session.pid
  ) OR pid = pg_backend_pid();
  INSERT INTO kit_site_session (word, pid) VALUES (new_word, pg_backend_pid());
  PERFORM set_config('allotment.session', new_word, false);
  RETURN true;
END $$;

ALTER FUNCTION public.kit_show_key(p_key bytea) OWNER TO allotment_owner;

CREATE FUNCTION public.kit_show_key_for_deed(p_key bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE kit_site_session SET deed = pg_current_xact_id()
    WHERE word = current_setting('allotment.session', true) AND EXISTS (SELECT FROM kit_site_key WHERE sha256 = sha256(p_key));
  RETURN FOUND;
END $$;

ALTER FUNCTION public.kit_show_key_for_deed(p_key bytea) OWNER TO allotment_owner;

CREATE TABLE public.ledger_move (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    pence bigint NOT NULL,
    memo character varying(200) NOT NULL,
    at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    commitment_id uuid,
    fund_id uuid NOT NULL,
    reverses_id uuid,
    pot_id uuid,
    CONSTRAINT move_kind_known CHECK (((kind)::text = ANY ((ARRAY['deposit'::character varying, 'allocate'::character varying, 'award'::character varying, 'accept'::character varying, 'lapse'::character varying, 'decline'::character varying, 'release'::character varying, 'pay'::character varying, 'return'::character varying, 'fee'::character varying])::text[]))),
    CONSTRAINT move_names_pot_and_commitment CHECK ((((commitment_id IS NULL) AND ((kind)::text = ANY ((ARRAY['deposit'::character varying, 'fee'::character varying])::text[])) AND (pot_id IS NULL)) OR ((commitment_id IS NULL) AND ((kind)::text = 'allocate'::text) AND (pot_id IS NOT NULL)) OR ((NOT ((kind)::text = ANY ((ARRAY['deposit'::character varying, 'fee'::character varying, 'allocate'::character varying])::text[]))) AND (commitment_id IS NOT NULL) AND (pot_id IS NOT NULL)))),
    CONSTRAINT move_positive CHECK ((pence > 0))
);

ALTER TABLE public.ledger_move OWNER TO allotment_owner;

CREATE FUNCTION public.ledger_check_accounts(m public.ledger_move) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.ledger_check_accounts(m public.ledger_move) OWNER TO allotment_owner;

CREATE FUNCTION public.ledger_check_commitment(checked uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.ledger_check_commitment(checked uuid) OWNER TO allotment_owner;

CREATE FUNCTION public.ledger_check_entries(m public.ledger_move) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.ledger_check_entries(m public.ledger_move) OWNER TO allotment_owner;

CREATE FUNCTION public.ledger_check_move(checked uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.ledger_check_move(checked uuid) OWNER TO allotment_owner;

CREATE FUNCTION public.ledger_check_pot(checked uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.ledger_check_pot(checked uuid) OWNER TO allotment_owner;

CREATE FUNCTION public.ledger_check_reversal(m public.ledger_move) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.ledger_check_reversal(m public.ledger_move) OWNER TO allotment_owner;

CREATE FUNCTION public.ledger_deposit_guard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.confirmed_at IS NOT NULL OR NEW.taken_back_at IS NOT NULL THEN
      PERFORM ledger_refuse('deposit_waits_first', 'a deposit waits before a second person confirms it');
    END IF;
    IF NOT EXISTS (SELECT FROM ledger_fund WHERE id = NEW.fund_id AND neighbourhood_id = NEW.neighbourhood_id) THEN
      PERFORM ledger_refuse('deposit_of_the_place', 'the fund belongs to another place');
    END IF;
    IF NOT ledger_is_staff(NEW.entered_by_id, NEW.neighbourhood_id) THEN
      PERFORM ledger_refuse('deposit_by_staff', 'only staff of the trust enter money');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.taken_back_at IS NOT NULL THEN
    PERFORM ledger_refuse('deposit_stands', 'this deposit was taken back');
  END IF;
  IF OLD.confirmed_at IS NOT NULL
    AND (NEW.confirmed_at, NEW.confirmed_by_id, NEW.move_id)
      IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by_id, OLD.move_id) THEN
    PERFORM ledger_refuse('deposit_stands', 'this deposit was confirmed');
  END IF;
  IF OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL
    AND NOT ledger_is_staff(NEW.confirmed_by_id, NEW.neighbourhood_id) THEN
    PERFORM ledger_refuse('deposit_by_staff', 'only staff of the trust confirm money');
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION public.ledger_deposit_guard() OWNER TO allotment_owner;

CREATE FUNCTION public.ledger_entry_balanced() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM ledger_check_move(NEW.move_id);
  RETURN NULL;
END $$;

ALTER FUNCTION public.ledger_entry_balanced() OWNER TO allotment_owner;

CREATE FUNCTION public.ledger_is_staff(who uuid, place uuid) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (
    SELECT FROM people_role
    WHERE person_id = who AND (neighbourhood_id = place OR neighbourhood_id IS NULL)
      AND kind IN ('officer', 'finance') AND ended_at IS NULL
  )
$$;

ALTER FUNCTION public.ledger_is_staff(who uuid, place uuid) OWNER TO allotment_owner;

CREATE FUNCTION public.ledger_move_balanced() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM ledger_check_move(NEW.id);
  RETURN NULL;
END $$;

ALTER FUNCTION public.ledger_move_balanced() OWNER TO allotment_owner;

CREATE FUNCTION public.ledger_move_confirmed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM ledger_deposit
    WHERE move_id = NEW.id AND (fund_id, pence) = (NEW.fund_id, NEW.pence) AND confirmed_at IS NOT NULL
  ) THEN
    PERFORM ledger_refuse('deposit_by_two_people', format('nobody confirmed deposit %s', NEW.id));
  END IF;
  RETURN NULL;
END $$;

ALTER FUNCTION public.ledger_move_confirmed() OWNER TO allotment_owner;

CREATE FUNCTION public.ledger_pot_balanced() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM FROM ledger_fund WHERE id = NEW.fund_id FOR NO KEY UPDATE;
  PERFORM ledger_check_pot(NEW.id);
  RETURN NULL;
END $$;

ALTER FUNCTION public.ledger_pot_balanced() OWNER TO allotment_owner;

CREATE FUNCTION public.ledger_refuse(rule text, words text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  RAISE EXCEPTION '%', words USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;

ALTER FUNCTION public.ledger_refuse(rule text, words text) OWNER TO allotment_owner;

CREATE FUNCTION public.ledger_route(kind text) RETURNS text[]
    LANGUAGE sql IMMUTABLE
    AS $$
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

ALTER FUNCTION public.ledger_route(kind text) OWNER TO allotment_owner;

CREATE FUNCTION public.people_only_unused_goes() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF OLD.last_login IS NOT NULL OR OLD.name <> '' THEN
    RAISE EXCEPTION 'an account that was used stays' USING ERRCODE = 'AL007';
  END IF;
  RETURN OLD;
END $$;

ALTER FUNCTION public.people_only_unused_goes() OWNER TO allotment_owner;

CREATE FUNCTION public.people_role_apart() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NEW.ended_at IS NULL THEN
    PERFORM grants_lock_person(NEW.person_id);
    IF grants_holds_award(NEW.person_id, NEW.neighbourhood_id) THEN
      PERFORM grants_refuse('role_without_award', 'this person holds an award of this place that is not done');
    END IF;
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION public.people_role_apart() OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

ALTER FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

ALTER FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

ALTER FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) OWNER TO allotment_owner;

CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);

ALTER TABLE public.procrastinate_jobs OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;

ALTER FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

ALTER FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

ALTER FUNCTION public.procrastinate_notify_queue_abort_job_v1() OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

ALTER FUNCTION public.procrastinate_notify_queue_job_inserted_v1() OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;

ALTER FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

ALTER FUNCTION public.procrastinate_register_worker_v1() OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

ALTER FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;

ALTER FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

ALTER FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

ALTER FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

ALTER FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

ALTER FUNCTION public.procrastinate_trigger_function_status_events_update_v1() OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

ALTER FUNCTION public.procrastinate_unlink_periodic_defers_v1() OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

ALTER FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) OWNER TO allotment_owner;

CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

ALTER FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) OWNER TO allotment_owner;

CREATE FUNCTION public.proposals_check_by_another() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.proposals_check_by_another() OWNER TO allotment_owner;

CREATE FUNCTION public.proposals_incompatible_pair_stands() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL THEN
    OLD.withdrawn_at := NEW.withdrawn_at;
    OLD.withdrawn_by_id := NEW.withdrawn_by_id;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% of % is refused: it can only be taken back', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'AL001';
END $$;

ALTER FUNCTION public.proposals_incompatible_pair_stands() OWNER TO allotment_owner;

CREATE FUNCTION public.proposals_proposal_lead_once() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF OLD.lead_id IS NOT NULL AND NEW.lead_id IS DISTINCT FROM OLD.lead_id THEN
    PERFORM grants_refuse('proposal_lead_once', 'an idea keeps its lead');
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION public.proposals_proposal_lead_once() OWNER TO allotment_owner;

CREATE FUNCTION public.rounds_fixed_when_published() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.published_at IS NULL THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'deleting a published round is refused' USING ERRCODE = 'AL002';
  END IF;
  IF OLD.published_at IS NOT NULL AND (OLD.manifest, OLD.manifest_sha256, OLD.rules, OLD.pot_pence, OLD.preset, OLD.published_at, OLD.neighbourhood_id, OLD.number, OLD.title, OLD.about, OLD.origin, OLD.currency, OLD.fund_id)
      IS DISTINCT FROM (NEW.manifest, NEW.manifest_sha256, NEW.rules, NEW.pot_pence, NEW.preset, NEW.published_at, NEW.neighbourhood_id, NEW.number, NEW.title, NEW.about, NEW.origin, NEW.currency, NEW.fund_id) THEN
    RAISE EXCEPTION 'changing a published round is refused: its rules are fixed' USING ERRCODE = 'AL002';
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION public.rounds_fixed_when_published() OWNER TO allotment_owner;

CREATE FUNCTION public.rounds_money_of_the_place() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.rounds_money_of_the_place() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_added_by_door() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM voting_must_have_door(TG_TABLE_NAME, added.round_id) FROM (SELECT DISTINCT round_id FROM new_rows) AS added;
  RETURN NULL;
END $$;

ALTER FUNCTION public.voting_added_by_door() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_ballot_line_fixed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL THEN
    OLD.withdrawn_at := NEW.withdrawn_at;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% of % is refused: the ballot is fixed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'AL001';
END $$;

ALTER FUNCTION public.voting_ballot_line_fixed() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_ballot_picks() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF EXISTS (SELECT FROM rounds_round WHERE id = NEW.round_id AND origin <> 'imported') THEN
    RAISE EXCEPTION 'a ballot that picks nothing is refused' USING ERRCODE = 'AL005';
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION public.voting_ballot_picks() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_box_fixed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.voting_box_fixed() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_count_by_door() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.voting_count_by_door() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_in_its_turn() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.voting_in_its_turn() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_incompatible_pair_fixed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF EXISTS (
    SELECT FROM voting_ballotline l JOIN proposals_proposal p ON p.round_id = l.round_id
    WHERE p.id IN (NEW.one_id, NEW.other_id)
  ) THEN
    RAISE EXCEPTION 'the ballot is fixed'
      USING ERRCODE = '23514', CONSTRAINT = 'incompatible_pair_fixed';
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION public.voting_incompatible_pair_fixed() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_keyholder_fixed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.voting_keyholder_fixed() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_line_by_door() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM voting_must_have_door('an idea leaves the ballot', NEW.round_id);
  RETURN NEW;
END $$;

ALTER FUNCTION public.voting_line_by_door() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_lost_recorded() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM voting_must_have_entry('a part of a key that is lost', NEW.round_id, 'box.share_lost');
  RETURN NULL;
END $$;

ALTER FUNCTION public.voting_lost_recorded() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_must_have_door(what text, its_round uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF EXISTS (SELECT FROM rounds_round WHERE id = its_round AND origin = 'native') AND NOT ballot.has_door(its_round) THEN
    RAISE EXCEPTION '% without the door of the box', what USING ERRCODE = 'AL007';
  END IF;
END $$;

ALTER FUNCTION public.voting_must_have_door(what text, its_round uuid) OWNER TO allotment_owner;

CREATE FUNCTION public.voting_must_have_entry(what text, subject uuid, VARIADIC kinds text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT audit.has_entry(subject, VARIADIC kinds) THEN
    RAISE EXCEPTION '% without an entry in the record', what USING ERRCODE = 'AL006';
  END IF;
END $$;

ALTER FUNCTION public.voting_must_have_entry(what text, subject uuid, VARIADIC kinds text[]) OWNER TO allotment_owner;

CREATE FUNCTION public.voting_never_committed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  RAISE EXCEPTION 'a vote that is only tried out is taken back' USING ERRCODE = 'AL005';
END $$;

ALTER FUNCTION public.voting_never_committed() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_pressed_by_door() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.voting_pressed_by_door() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_roll_grows() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.voting_roll_grows() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_round_by_door() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.voting_round_by_door() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_round_order() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.voting_round_order() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_round_recorded() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.voting_round_recorded() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_void_by_two() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM voting_rollchange WHERE entry_id = NEW.id AND what = 'void' AND agreed) THEN
    RAISE EXCEPTION 'an entry of the list turns void by two officers' USING ERRCODE = 'AL005';
  END IF;
  IF (SELECT box_ready_at IS NOT NULL FROM rounds_round WHERE id = NEW.round_id) THEN
    PERFORM voting_must_have_door('an entry of the list turns void', NEW.round_id);
  END IF;
  RETURN NEW;
END $$;

ALTER FUNCTION public.voting_void_by_two() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_void_recorded() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM voting_must_have_entry('a void entry of the list', NEW.id, 'roll.voided');
  RETURN NULL;
END $$;

ALTER FUNCTION public.voting_void_recorded() OWNER TO allotment_owner;

CREATE FUNCTION public.voting_way_recorded() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.voting_way_recorded() OWNER TO allotment_owner;

CREATE TABLE audit.epoch (
    id uuid NOT NULL,
    first_id bigint NOT NULL,
    at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    cluster bigint DEFAULT (pg_control_system()).system_identifier NOT NULL,
    CONSTRAINT epoch_first_id_positive CHECK ((first_id > 0))
);

ALTER TABLE audit.epoch OWNER TO allotment_owner;

CREATE TABLE audit.event (
    id bigint NOT NULL,
    event_uuid uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    place_ref uuid,
    round_ref uuid,
    actor_ref uuid,
    subject_ref uuid,
    role text NOT NULL,
    audience text NOT NULL,
    body bytea NOT NULL,
    salt bytea NOT NULL,
    leaf bytea GENERATED ALWAYS AS (sha256((('\x00'::bytea || salt) || body))) STORED NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    CONSTRAINT event_audience_known CHECK ((audience = ANY (ARRAY['public'::text, 'staff'::text, 'auditor'::text]))),
    CONSTRAINT event_salt_length CHECK ((octet_length(salt) = 16))
);

ALTER TABLE audit.event OWNER TO allotment_owner;

ALTER TABLE audit.event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME audit.event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE ballot.batch (
    round uuid NOT NULL,
    no integer NOT NULL,
    root bytea NOT NULL,
    count integer NOT NULL,
    at timestamp with time zone DEFAULT public.kit_now() NOT NULL
);

ALTER TABLE ballot.batch OWNER TO allotment_owner;

CREATE TABLE ballot.door_shown (
    round uuid NOT NULL,
    xid xid8 NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE ballot.door_shown OWNER TO allotment_owner;

CREATE TABLE ballot.dropped (
    round uuid NOT NULL,
    run integer NOT NULL,
    k bytea,
    live bytea NOT NULL,
    ct bytea NOT NULL
);

ALTER TABLE ballot.dropped OWNER TO allotment_owner;

CREATE TABLE ballot.noticed (
    round uuid NOT NULL,
    tag bytea NOT NULL
);

ALTER TABLE ballot.noticed OWNER TO allotment_owner;

CREATE TABLE ballot.sealed (
    round uuid NOT NULL,
    k bytea NOT NULL,
    live bytea NOT NULL,
    ct bytea NOT NULL,
    rev integer DEFAULT 1 NOT NULL,
    was bytea[] DEFAULT '{}'::bytea[] NOT NULL,
    nobody boolean DEFAULT false NOT NULL,
    CONSTRAINT sealed_k_length CHECK ((octet_length(k) = 32)),
    CONSTRAINT sealed_live_length CHECK ((octet_length(live) = 32)),
    CONSTRAINT sealed_rev_counts CHECK ((rev >= 1))
)
WITH (fillfactor='50');

ALTER TABLE ballot.sealed OWNER TO allotment_owner;

CREATE TABLE ballot.set_aside (
    round uuid NOT NULL,
    live bytea NOT NULL,
    ct bytea NOT NULL,
    why text NOT NULL,
    CONSTRAINT set_aside_why CHECK ((why = ANY (ARRAY['void'::text, 'of-nobody'::text, 'does-not-open'::text])))
);

ALTER TABLE ballot.set_aside OWNER TO allotment_owner;

CREATE TABLE ballot.superseded (
    round uuid NOT NULL,
    live bytea NOT NULL
);

ALTER TABLE ballot.superseded OWNER TO allotment_owner;

CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id uuid NOT NULL
);

ALTER TABLE public.account_emailaddress OWNER TO allotment_owner;

ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);

ALTER TABLE public.account_emailconfirmation OWNER TO allotment_owner;

ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.audit_words (
    id uuid NOT NULL,
    event_uuid uuid NOT NULL,
    name text NOT NULL,
    salt bytea NOT NULL,
    text text NOT NULL,
    written_at timestamp with time zone DEFAULT public.kit_now() NOT NULL
);

ALTER TABLE public.audit_words OWNER TO allotment_owner;

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);

ALTER TABLE public.auth_group OWNER TO allotment_owner;

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.auth_group_permissions OWNER TO allotment_owner;

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);

ALTER TABLE public.auth_permission OWNER TO allotment_owner;

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);

ALTER TABLE public.django_content_type OWNER TO allotment_owner;

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

ALTER TABLE public.django_migrations OWNER TO allotment_owner;

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);

ALTER TABLE public.django_session OWNER TO allotment_owner;

CREATE TABLE public.evidence_expectation (
    id uuid NOT NULL,
    subject uuid NOT NULL,
    label character varying(150) NOT NULL,
    round_number integer NOT NULL,
    theme character varying(10) NOT NULL,
    baseline numeric(12,2),
    target numeric(12,2) NOT NULL,
    due date NOT NULL,
    funded_at timestamp with time zone,
    stated_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    place_id uuid NOT NULL,
    indicator_id smallint NOT NULL,
    kind_id character varying(40) NOT NULL,
    baseline_source character varying(200) NOT NULL,
    baseline_on date,
    CONSTRAINT evidence_expectation_round_number_check CHECK ((round_number >= 0)),
    CONSTRAINT expectation_theme_known CHECK (((theme)::text = ANY ((ARRAY['safer'::character varying, 'greener'::character varying])::text[])))
);

ALTER TABLE public.evidence_expectation OWNER TO allotment_owner;

CREATE TABLE public.evidence_indicator (
    number smallint NOT NULL,
    name character varying(150) NOT NULL,
    unit character varying(60) NOT NULL,
    better character varying(6) NOT NULL,
    source character varying(200) NOT NULL,
    CONSTRAINT evidence_indicator_number_check CHECK ((number >= 0)),
    CONSTRAINT indicator_better_known CHECK (((better)::text = ANY ((ARRAY['up'::character varying, 'down'::character varying, 'output'::character varying])::text[])))
);

ALTER TABLE public.evidence_indicator OWNER TO allotment_owner;

CREATE TABLE public.evidence_kind (
    code character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    theme character varying(10) NOT NULL,
    method text NOT NULL,
    about_crime boolean NOT NULL,
    "order" smallint NOT NULL,
    indicator_id smallint NOT NULL,
    CONSTRAINT evidence_kind_order_check CHECK (("order" >= 0)),
    CONSTRAINT kind_theme_known CHECK (((theme)::text = ANY ((ARRAY['safer'::character varying, 'greener'::character varying])::text[])))
);

ALTER TABLE public.evidence_kind OWNER TO allotment_owner;

CREATE TABLE public.evidence_observation (
    id uuid NOT NULL,
    value numeric(12,2) NOT NULL,
    measured_on date NOT NULL,
    how text NOT NULL,
    recorded_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    verified_at timestamp with time zone,
    evidence_id uuid,
    expectation_id uuid NOT NULL,
    recorded_by_id uuid NOT NULL,
    supersedes_id uuid,
    verified_by_id uuid,
    CONSTRAINT observation_not_self_verified CHECK (((verified_by_id IS NULL) OR (NOT ((verified_by_id = recorded_by_id) AND (verified_by_id IS NOT NULL))))),
    CONSTRAINT observation_verified_whole CHECK ((((verified_at IS NULL) AND (verified_by_id IS NULL)) OR ((verified_at IS NOT NULL) AND (verified_by_id IS NOT NULL))))
);

ALTER TABLE public.evidence_observation OWNER TO allotment_owner;

CREATE TABLE public.evidence_observation_barred (
    id bigint NOT NULL,
    observation_id uuid NOT NULL,
    user_id uuid NOT NULL
);

ALTER TABLE public.evidence_observation_barred OWNER TO allotment_owner;

ALTER TABLE public.evidence_observation_barred ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evidence_observation_barred_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.grants_attendance (
    id bigint NOT NULL,
    present boolean NOT NULL,
    declared_at timestamp with time zone,
    meeting_id uuid NOT NULL,
    member_id uuid NOT NULL
);

ALTER TABLE public.grants_attendance OWNER TO allotment_owner;

ALTER TABLE public.grants_attendance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.grants_attendance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.grants_award (
    id uuid NOT NULL,
    holder_name character varying(150) NOT NULL,
    pence bigint NOT NULL,
    status character varying(10) NOT NULL,
    offered_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    answer_by date NOT NULL,
    answered_at timestamp with time zone,
    completed_at timestamp with time zone,
    commitment_id uuid NOT NULL,
    holder_id uuid,
    offered_by_id uuid,
    proposal_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    CONSTRAINT award_held_unless_waiting CHECK ((((holder_id IS NULL) AND ((status)::text = 'waiting'::text)) OR ((NOT ((status)::text = 'waiting'::text)) AND ((holder_id IS NOT NULL) OR (NOT ((status)::text = ANY ((ARRAY['offered'::character varying, 'accepted'::character varying])::text[]))))))),
    CONSTRAINT award_positive CHECK ((pence > 0)),
    CONSTRAINT award_status_known CHECK (((status)::text = ANY ((ARRAY['waiting'::character varying, 'offered'::character varying, 'accepted'::character varying, 'declined'::character varying, 'lapsed'::character varying, 'complete'::character varying])::text[])))
);

ALTER TABLE public.grants_award OWNER TO allotment_owner;

CREATE TABLE public.grants_bankdetails (
    id uuid NOT NULL,
    payee character varying(100) NOT NULL,
    sealed bytea NOT NULL,
    ends_in character varying(4) NOT NULL,
    entered_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    confirmed_at timestamp with time zone,
    confirmed_how character varying(200) NOT NULL,
    award_id uuid NOT NULL,
    confirmed_by_id uuid,
    entered_by_id uuid NOT NULL,
    CONSTRAINT bank_details_not_self_confirmed CHECK (((confirmed_by_id IS NULL) OR (NOT ((confirmed_by_id = entered_by_id) AND (confirmed_by_id IS NOT NULL)))))
);

ALTER TABLE public.grants_bankdetails OWNER TO allotment_owner;

CREATE TABLE public.grants_condition (
    id bigint NOT NULL,
    text character varying(300) NOT NULL,
    cleared_at timestamp with time zone,
    award_id uuid NOT NULL,
    cleared_by_id uuid
);

ALTER TABLE public.grants_condition OWNER TO allotment_owner;

ALTER TABLE public.grants_condition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.grants_condition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.grants_decision (
    id uuid NOT NULL,
    outcome character varying(10) NOT NULL,
    pence bigint NOT NULL,
    picked_by_vote boolean NOT NULL,
    departs boolean NOT NULL,
    together boolean NOT NULL,
    reason text NOT NULL,
    votes_for smallint NOT NULL,
    votes_against smallint NOT NULL,
    abstained smallint NOT NULL,
    entitled smallint NOT NULL,
    entitled_residents smallint NOT NULL,
    left_with_interest smallint NOT NULL,
    decided_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    proposal_id uuid NOT NULL,
    meeting_id uuid NOT NULL,
    CONSTRAINT decision_money_fits_outcome CHECK (((((outcome)::text = ANY ((ARRAY['full'::character varying, 'part'::character varying])::text[])) AND (pence > 0)) OR (((outcome)::text = ANY ((ARRAY['none'::character varying, 'deferred'::character varying])::text[])) AND (pence = 0)))),
    CONSTRAINT decision_resident_majority CHECK ((entitled < (entitled_residents * 2))),
    CONSTRAINT decision_votes_add_up CHECK ((entitled = ((votes_for + votes_against) + abstained))),
    CONSTRAINT departure_has_reason CHECK (((NOT departs) OR (NOT (reason = ''::text)))),
    CONSTRAINT grants_decision_abstained_check CHECK ((abstained >= 0)),
    CONSTRAINT grants_decision_entitled_check CHECK ((entitled >= 0)),
    CONSTRAINT grants_decision_entitled_residents_check CHECK ((entitled_residents >= 0)),
    CONSTRAINT grants_decision_left_with_interest_check CHECK ((left_with_interest >= 0)),
    CONSTRAINT grants_decision_votes_against_check CHECK ((votes_against >= 0)),
    CONSTRAINT grants_decision_votes_for_check CHECK ((votes_for >= 0))
);

ALTER TABLE public.grants_decision OWNER TO allotment_owner;

CREATE TABLE public.grants_holderinvitation (
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    invited_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    accepted_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    accepted_by_id uuid,
    invited_by_id uuid NOT NULL,
    award_id uuid NOT NULL
);

ALTER TABLE public.grants_holderinvitation OWNER TO allotment_owner;

CREATE TABLE public.grants_instalment (
    id uuid NOT NULL,
    number smallint NOT NULL,
    pence bigint NOT NULL,
    milestone character varying(200) NOT NULL,
    due_on date,
    status character varying(12) NOT NULL,
    milestone_met_at timestamp with time zone,
    approved_at timestamp with time zone,
    authorised_at timestamp with time zone,
    sent_at timestamp with time zone,
    bank_reference character varying(40) NOT NULL,
    approved_by_id uuid,
    authorised_by_id uuid,
    award_id uuid NOT NULL,
    bank_entered_by_id uuid,
    milestone_met_by_id uuid,
    move_id uuid,
    sent_by_id uuid,
    CONSTRAINT grants_instalment_number_check CHECK ((number >= 0)),
    CONSTRAINT instalment_positive CHECK ((pence > 0)),
    CONSTRAINT instalment_status_known CHECK (((status)::text = ANY ((ARRAY['scheduled'::character varying, 'due'::character varying, 'approved'::character varying, 'sent'::character varying, 'released'::character varying])::text[]))),
    CONSTRAINT payment_people_differ CHECK ((((approved_by_id IS NULL) OR ((bank_entered_by_id IS NOT NULL) AND (NOT ((approved_by_id = bank_entered_by_id) AND (approved_by_id IS NOT NULL) AND (bank_entered_by_id IS NOT NULL))))) AND ((authorised_by_id IS NULL) OR ((approved_by_id IS NOT NULL) AND (NOT ((authorised_by_id = approved_by_id) AND (authorised_by_id IS NOT NULL) AND (approved_by_id IS NOT NULL))) AND (NOT ((authorised_by_id = bank_entered_by_id) AND (authorised_by_id IS NOT NULL) AND (bank_entered_by_id IS NOT NULL))))))),
    CONSTRAINT payment_sent_was_authorised CHECK (((NOT ((status)::text = 'sent'::text)) OR ((authorised_by_id IS NOT NULL) AND (sent_at IS NOT NULL))))
);

ALTER TABLE public.grants_instalment OWNER TO allotment_owner;

CREATE TABLE public.grants_interest (
    id uuid NOT NULL,
    nature character varying(10) NOT NULL,
    words character varying(300) NOT NULL,
    declared_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    proposal_id uuid NOT NULL,
    meeting_id uuid NOT NULL,
    member_id uuid NOT NULL,
    CONSTRAINT interest_nature_known CHECK (((nature)::text = ANY ((ARRAY['direct'::character varying, 'indirect'::character varying, 'loyalty'::character varying])::text[])))
);

ALTER TABLE public.grants_interest OWNER TO allotment_owner;

CREATE TABLE public.grants_meeting (
    id uuid NOT NULL,
    meets_at timestamp with time zone NOT NULL,
    "where" character varying(150) NOT NULL,
    opened_at timestamp with time zone,
    closed_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    round_id uuid NOT NULL,
    panel_id uuid NOT NULL
);

ALTER TABLE public.grants_meeting OWNER TO allotment_owner;

CREATE TABLE public.grants_member (
    id uuid NOT NULL,
    "position" character varying(10) NOT NULL,
    is_resident boolean NOT NULL,
    joined_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    left_at timestamp with time zone,
    person_id uuid NOT NULL,
    panel_id uuid NOT NULL,
    CONSTRAINT seat_position_known CHECK ((("position")::text = ANY ((ARRAY['chair'::character varying, 'panel'::character varying, 'secretary'::character varying])::text[])))
);

ALTER TABLE public.grants_member OWNER TO allotment_owner;

CREATE TABLE public.grants_panel (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    quorum smallint NOT NULL,
    neighbourhood_id uuid NOT NULL,
    CONSTRAINT grants_panel_quorum_check CHECK ((quorum >= 0)),
    CONSTRAINT panel_quorum_sane CHECK ((quorum >= 2))
);

ALTER TABLE public.grants_panel OWNER TO allotment_owner;

CREATE TABLE public.grants_progressreport (
    id uuid NOT NULL,
    is_final boolean NOT NULL,
    spent_pence bigint NOT NULL,
    happened text NOT NULL,
    differently text NOT NULL,
    observation_id uuid,
    sent_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    accepted_at timestamp with time zone,
    accepted_by_id uuid,
    award_id uuid NOT NULL,
    photo_id uuid,
    sent_by_id uuid NOT NULL,
    CONSTRAINT report_not_self_accepted CHECK (((accepted_by_id IS NULL) OR (NOT ((accepted_by_id = sent_by_id) AND (accepted_by_id IS NOT NULL))))),
    CONSTRAINT report_spent_not_negative CHECK ((spent_pence >= 0))
);

ALTER TABLE public.grants_progressreport OWNER TO allotment_owner;

CREATE TABLE public.kit_cache (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);

ALTER TABLE public.kit_cache OWNER TO allotment_owner;

CREATE TABLE public.kit_site_key (
    one boolean DEFAULT true NOT NULL,
    sha256 bytea NOT NULL,
    CONSTRAINT site_key_one CHECK (one)
);

ALTER TABLE public.kit_site_key OWNER TO allotment_owner;

CREATE UNLOGGED TABLE public.kit_site_session (
    word text NOT NULL,
    pid integer NOT NULL,
    deed xid8
);

ALTER TABLE public.kit_site_session OWNER TO allotment_owner;

CREATE TABLE public.ledger_account (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    fund_id uuid NOT NULL,
    pot_id uuid,
    CONSTRAINT account_kind_known CHECK (((kind)::text = ANY ((ARRAY['outside'::character varying, 'fund'::character varying, 'round'::character varying, 'offered'::character varying, 'committed'::character varying, 'paid'::character varying, 'fees'::character varying])::text[]))),
    CONSTRAINT account_pot_only_for_round CHECK (((((kind)::text = 'round'::text) AND (pot_id IS NOT NULL)) OR ((NOT ((kind)::text = 'round'::text)) AND (pot_id IS NULL))))
);

ALTER TABLE public.ledger_account OWNER TO allotment_owner;

CREATE TABLE public.ledger_commitment (
    id uuid NOT NULL,
    req_sha bytea NOT NULL,
    pence bigint NOT NULL,
    ref uuid NOT NULL,
    created_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    pot_id uuid NOT NULL,
    CONSTRAINT commitment_positive CHECK ((pence > 0))
);

ALTER TABLE public.ledger_commitment OWNER TO allotment_owner;

CREATE TABLE public.ledger_deposit (
    id uuid NOT NULL,
    pence bigint NOT NULL,
    memo character varying(200) NOT NULL,
    received_on date NOT NULL,
    bank_reference character varying(40) NOT NULL,
    entered_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    confirmed_at timestamp with time zone,
    taken_back_at timestamp with time zone,
    taken_back_because character varying(200) NOT NULL,
    confirmed_by_id uuid,
    entered_by_id uuid NOT NULL,
    taken_back_by_id uuid,
    fund_id uuid NOT NULL,
    move_id uuid,
    neighbourhood_id uuid NOT NULL,
    CONSTRAINT deposit_confirmed_by_another CHECK (((confirmed_by_id IS NULL) OR (NOT ((confirmed_by_id = entered_by_id) AND (confirmed_by_id IS NOT NULL))))),
    CONSTRAINT deposit_confirmed_whole CHECK ((((confirmed_at IS NULL) AND (confirmed_by_id IS NULL) AND (move_id IS NULL)) OR ((confirmed_at IS NOT NULL) AND (confirmed_by_id IS NOT NULL) AND (move_id IS NOT NULL)))),
    CONSTRAINT deposit_has_reference CHECK ((NOT ((bank_reference)::text = ''::text))),
    CONSTRAINT deposit_not_in_the_future CHECK ((received_on <= ((entered_at AT TIME ZONE 'Europe/London'::text))::date)),
    CONSTRAINT deposit_positive CHECK ((pence > 0)),
    CONSTRAINT deposit_taken_back_with_reason CHECK ((((taken_back_at IS NULL) AND ((taken_back_because)::text = ''::text)) OR ((taken_back_at IS NOT NULL) AND (NOT ((taken_back_because)::text = ''::text)))))
);

ALTER TABLE public.ledger_deposit OWNER TO allotment_owner;

CREATE TABLE public.ledger_entry (
    id bigint NOT NULL,
    pence bigint NOT NULL,
    account_id uuid NOT NULL,
    move_id uuid NOT NULL,
    CONSTRAINT entry_not_zero CHECK ((NOT (pence = 0)))
);

ALTER TABLE public.ledger_entry OWNER TO allotment_owner;

ALTER TABLE public.ledger_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ledger_fund (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    source character varying(150) NOT NULL,
    purpose text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    small_award_pence bigint NOT NULL,
    created_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    neighbourhood_id uuid NOT NULL,
    CONSTRAINT fund_ends_after_start CHECK ((ends_on > starts_on)),
    CONSTRAINT ledger_fund_small_award_pence_check CHECK ((small_award_pence >= 0))
);

ALTER TABLE public.ledger_fund OWNER TO allotment_owner;

CREATE TABLE public.ledger_pot (
    id uuid NOT NULL,
    round_ref uuid NOT NULL,
    name character varying(120) NOT NULL,
    total bigint NOT NULL,
    taken bigint NOT NULL,
    created_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    fund_id uuid NOT NULL,
    CONSTRAINT pot_taken_within_total CHECK (((taken >= 0) AND (taken <= total)))
);

ALTER TABLE public.ledger_pot OWNER TO allotment_owner;

CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);

ALTER TABLE public.mfa_authenticator OWNER TO allotment_owner;

ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_alias (
    id bigint NOT NULL,
    round_ref uuid,
    place_ref uuid,
    ref uuid NOT NULL,
    person_id uuid NOT NULL
);

ALTER TABLE public.people_alias OWNER TO allotment_owner;

ALTER TABLE public.people_alias ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_alias_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_invitation (
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(100) NOT NULL,
    kind character varying(12) NOT NULL,
    code_sha256 bytea NOT NULL,
    invited_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    accepted_by_id uuid,
    invited_by_id uuid,
    neighbourhood_id uuid,
    CONSTRAINT invitation_kind_known CHECK (((kind)::text = ANY ((ARRAY['officer'::character varying, 'finance'::character varying, 'auditor'::character varying, 'chair'::character varying, 'panel'::character varying, 'secretary'::character varying])::text[])))
);

ALTER TABLE public.people_invitation OWNER TO allotment_owner;

CREATE TABLE public.people_letter (
    id uuid NOT NULL,
    "to" character varying(254) NOT NULL,
    subject character varying(200) NOT NULL,
    text text NOT NULL,
    key character varying(200) NOT NULL,
    written_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    sent_at timestamp with time zone,
    refused_at timestamp with time zone,
    CONSTRAINT letter_sent_or_refused CHECK (((sent_at IS NULL) OR (refused_at IS NULL)))
);

ALTER TABLE public.people_letter OWNER TO allotment_owner;

CREATE TABLE public.people_mailrefused (
    person_id uuid NOT NULL,
    at timestamp with time zone DEFAULT public.kit_now() NOT NULL
);

ALTER TABLE public.people_mailrefused OWNER TO allotment_owner;

CREATE TABLE public.people_residency (
    id uuid NOT NULL,
    postcode character varying(8) NOT NULL,
    lsoa character varying(9) NOT NULL,
    edition character varying(150) NOT NULL,
    stated_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    how character varying(10) NOT NULL,
    verified_at timestamp with time zone,
    ended_at timestamp with time zone,
    neighbourhood_id uuid NOT NULL,
    person_id uuid NOT NULL,
    verified_by_id uuid,
    check_asked_at timestamp with time zone,
    CONSTRAINT residency_not_self_verified CHECK ((NOT ((verified_by_id = person_id) AND (verified_by_id IS NOT NULL)))),
    CONSTRAINT residency_verified_how CHECK (((((how)::text = ''::text) AND (verified_at IS NULL)) OR (((how)::text = ANY ((ARRAY['seen'::character varying, 'known'::character varying, 'vouched'::character varying, 'posted'::character varying, 'event'::character varying])::text[])) AND (verified_at IS NOT NULL))))
);

ALTER TABLE public.people_residency OWNER TO allotment_owner;

CREATE TABLE public.people_role (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    given_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    ended_at timestamp with time zone,
    given_by_id uuid,
    neighbourhood_id uuid,
    person_id uuid NOT NULL,
    CONSTRAINT role_kind_known CHECK (((kind)::text = ANY ((ARRAY['officer'::character varying, 'finance'::character varying, 'auditor'::character varying, 'chair'::character varying, 'panel'::character varying, 'secretary'::character varying])::text[])))
);

ALTER TABLE public.people_role OWNER TO allotment_owner;

CREATE TABLE public.people_session (
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL,
    session_key character varying(64) NOT NULL,
    made_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    device character varying(8) NOT NULL,
    person_id uuid,
    CONSTRAINT session_device_known CHECK (((device)::text = ANY ((ARRAY['phone'::character varying, 'tablet'::character varying, 'computer'::character varying, 'unknown'::character varying])::text[]))),
    CONSTRAINT session_key_is_a_digest CHECK (((session_key)::text ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE public.people_session OWNER TO allotment_owner;

CREATE TABLE public.people_signincode (
    id uuid NOT NULL,
    digest bytea NOT NULL,
    tries smallint NOT NULL,
    asked_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT people_signincode_tries_check CHECK ((tries >= 0)),
    CONSTRAINT sign_in_code_five_tries CHECK ((tries <= 5))
);

ALTER TABLE public.people_signincode OWNER TO allotment_owner;

CREATE TABLE public.people_signup (
    person_id uuid NOT NULL,
    at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    network bytea,
    crowd uuid,
    CONSTRAINT signup_tells_something CHECK (((network IS NOT NULL) OR (crowd IS NOT NULL)))
);

ALTER TABLE public.people_signup OWNER TO allotment_owner;

CREATE TABLE public.people_upload (
    id uuid NOT NULL,
    file character varying(120) NOT NULL,
    name character varying(120) NOT NULL,
    content_type character varying(40) NOT NULL,
    size integer NOT NULL,
    alt character varying(250) NOT NULL,
    sha256 character varying(64) NOT NULL,
    public boolean NOT NULL,
    given_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    owner_id uuid NOT NULL,
    CONSTRAINT people_upload_size_check CHECK ((size >= 0)),
    CONSTRAINT upload_shown_has_alt CHECK (((NOT public) OR ((content_type)::text = 'application/pdf'::text) OR (NOT ((alt)::text = ''::text)))),
    CONSTRAINT upload_type_allowed CHECK (((content_type)::text = ANY ((ARRAY['image/jpeg'::character varying, 'image/png'::character varying, 'application/pdf'::character varying])::text[])))
);

ALTER TABLE public.people_upload OWNER TO allotment_owner;

CREATE TABLE public.people_user (
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(100) NOT NULL,
    is_active boolean NOT NULL,
    is_demonstration boolean NOT NULL,
    joined_at timestamp with time zone DEFAULT public.kit_now() NOT NULL
);

ALTER TABLE public.people_user OWNER TO allotment_owner;

CREATE TABLE public.places_boundary (
    id uuid NOT NULL,
    version integer NOT NULL,
    vintage character varying(60) NOT NULL,
    drawn_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    neighbourhood_id uuid NOT NULL,
    CONSTRAINT places_boundary_version_check CHECK ((version >= 0))
);

ALTER TABLE public.places_boundary OWNER TO allotment_owner;

CREATE TABLE public.places_boundarycode (
    id bigint NOT NULL,
    code character varying(9) NOT NULL,
    name character varying(100) NOT NULL,
    boundary_id uuid NOT NULL,
    CONSTRAINT boundary_code_is_gss CHECK (((code)::text ~ '^[EWSN](00|01|02|05)[0-9]{6}$'::text))
);

ALTER TABLE public.places_boundarycode OWNER TO allotment_owner;

ALTER TABLE public.places_boundarycode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.places_boundarycode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.places_neighbourhood (
    id uuid NOT NULL,
    slug character varying(60) NOT NULL,
    name character varying(100) NOT NULL,
    town character varying(100) NOT NULL,
    about text NOT NULL,
    adults integer,
    trust_name character varying(150) NOT NULL,
    trust_charity_number character varying(20) NOT NULL,
    contact_email character varying(254) NOT NULL,
    is_demonstration boolean NOT NULL,
    origin character varying(10) NOT NULL,
    created_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    check_place character varying(200) NOT NULL,
    check_hours character varying(200) NOT NULL,
    check_write_to character varying(300) NOT NULL,
    CONSTRAINT neighbourhood_origin_known CHECK (((origin)::text = ANY ((ARRAY['native'::character varying, 'imported'::character varying])::text[]))),
    CONSTRAINT neighbourhood_slug_not_reserved CHECK ((NOT ((slug)::text = ANY ((ARRAY['me'::character varying, 'panel'::character varying, 'staff'::character varying, 'audit'::character varying, 'api'::character varying, 'data'::character varying, 'accounts'::character varying, 'static'::character varying, 'media'::character varying, 'healthz'::character varying, 'readyz'::character varying, 'record'::character varying, 'demo'::character varying, 'privacy'::character varying, 'accessibility'::character varying, 'contact'::character varying, 'which-rule'::character varying])::text[])))),
    CONSTRAINT neighbourhood_slug_plain CHECK (((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
    CONSTRAINT places_neighbourhood_adults_check CHECK ((adults >= 0))
);

ALTER TABLE public.places_neighbourhood OWNER TO allotment_owner;

CREATE TABLE public.places_postcode (
    id bigint NOT NULL,
    postcode character varying(8) NOT NULL,
    oa character varying(9) NOT NULL,
    lsoa character varying(9) NOT NULL,
    msoa character varying(9) NOT NULL,
    ward character varying(9) NOT NULL,
    terminated_on date,
    edition_id uuid NOT NULL
);

ALTER TABLE public.places_postcode OWNER TO allotment_owner;

ALTER TABLE public.places_postcode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.places_postcode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.places_postcodeedition (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    dated date NOT NULL,
    loaded_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    neighbourhood_id uuid
);

ALTER TABLE public.places_postcodeedition OWNER TO allotment_owner;

CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);

ALTER TABLE public.procrastinate_events OWNER TO allotment_owner;

CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_events_id_seq OWNER TO allotment_owner;

ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;

CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNER TO allotment_owner;

ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;

CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);

ALTER TABLE public.procrastinate_periodic_defers OWNER TO allotment_owner;

CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNER TO allotment_owner;

ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;

CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.procrastinate_workers OWNER TO allotment_owner;

ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.proposals_check (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    passed boolean NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    by_id uuid NOT NULL,
    proposal_id uuid NOT NULL,
    CONSTRAINT check_has_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT check_kind_known CHECK (((kind)::text = ANY ((ARRAY['eligibility'::character varying, 'feasibility'::character varying, 'cost'::character varying, 'safeguarding'::character varying])::text[])))
);

ALTER TABLE public.proposals_check OWNER TO allotment_owner;

CREATE TABLE public.proposals_costline (
    id bigint NOT NULL,
    label character varying(120) NOT NULL,
    pence bigint NOT NULL,
    source character varying(8) NOT NULL,
    proposal_id uuid NOT NULL,
    CONSTRAINT cost_positive CHECK ((pence > 0)),
    CONSTRAINT cost_source_known CHECK (((source)::text = ANY ((ARRAY['asked'::character varying, 'others'::character varying, 'kind'::character varying])::text[])))
);

ALTER TABLE public.proposals_costline OWNER TO allotment_owner;

ALTER TABLE public.proposals_costline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.proposals_costline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.proposals_helperinvitation (
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    invited_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    accepted_at timestamp with time zone,
    accepted_by_id uuid,
    invited_by_id uuid NOT NULL,
    proposal_id uuid NOT NULL
);

ALTER TABLE public.proposals_helperinvitation OWNER TO allotment_owner;

CREATE TABLE public.proposals_incompatiblepair (
    id uuid NOT NULL,
    because text NOT NULL,
    declared_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    withdrawn_at timestamp with time zone,
    declared_by_id uuid NOT NULL,
    one_id uuid NOT NULL,
    other_id uuid NOT NULL,
    withdrawn_by_id uuid,
    CONSTRAINT incompatible_pair_has_reason CHECK ((NOT (because = ''::text))),
    CONSTRAINT incompatible_pair_is_two_ideas CHECK ((NOT (one_id = other_id))),
    CONSTRAINT incompatible_pair_withdrawn_by_somebody CHECK ((((withdrawn_at IS NULL) AND (withdrawn_by_id IS NULL)) OR ((withdrawn_at IS NOT NULL) AND (withdrawn_by_id IS NOT NULL))))
);

ALTER TABLE public.proposals_incompatiblepair OWNER TO allotment_owner;

CREATE TABLE public.proposals_proposal (
    id uuid NOT NULL,
    number integer NOT NULL,
    entered_for character varying(100) NOT NULL,
    entered_from character varying(12) NOT NULL,
    show_name boolean NOT NULL,
    status character varying(10) NOT NULL,
    title character varying(100) NOT NULL,
    what text NOT NULL,
    "where" character varying(200) NOT NULL,
    why text NOT NULL,
    theme character varying(10) NOT NULL,
    who_delivers character varying(10) NOT NULL,
    deliverer character varying(150) NOT NULL,
    parent_organisation character varying(150) NOT NULL,
    baseline numeric(12,2),
    target numeric(12,2),
    due date,
    asked_pence bigint,
    started_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    shared_at timestamp with time zone,
    submitted_at timestamp with time zone,
    needs_look boolean NOT NULL,
    looked_at timestamp with time zone,
    hidden_at timestamp with time zone,
    hidden_because text NOT NULL,
    status_because text NOT NULL,
    returned_at timestamp with time zone,
    second_look_asked_at timestamp with time zone,
    second_look_because text NOT NULL,
    second_look_at timestamp with time zone,
    second_look_answer text NOT NULL,
    entered_by_id uuid,
    indicator_id smallint,
    kind_id character varying(40),
    lead_id uuid,
    looked_by_id uuid,
    photo_id uuid,
    refused_by_id uuid,
    round_id uuid NOT NULL,
    second_look_by_id uuid,
    baseline_source character varying(200) NOT NULL,
    baseline_on date,
    CONSTRAINT proposal_deliverer_known CHECK ((((who_delivers)::text = ''::text) OR ((who_delivers)::text = ANY ((ARRAY['us'::character varying, 'group'::character varying, 'needs'::character varying, 'trust'::character varying])::text[])))),
    CONSTRAINT proposal_entered_for_somebody CHECK ((((entered_from)::text = ''::text) OR ((entered_by_id IS NOT NULL) AND ((entered_from)::text = ANY ((ARRAY['conversation'::character varying, 'paper'::character varying])::text[])) AND (NOT ((entered_for)::text = ''::text))))),
    CONSTRAINT proposal_hidden_with_reason CHECK (((hidden_at IS NULL) OR (NOT (hidden_because = ''::text)))),
    CONSTRAINT proposal_second_look_by_another CHECK (((second_look_by_id IS NULL) OR (NOT ((second_look_by_id = refused_by_id) AND (second_look_by_id IS NOT NULL) AND (refused_by_id IS NOT NULL))))),
    CONSTRAINT proposal_status_known CHECK (((status)::text = ANY ((ARRAY['draft'::character varying, 'idea'::character varying, 'submitted'::character varying, 'returned'::character varying, 'ready'::character varying, 'refused'::character varying, 'withdrawn'::character varying])::text[]))),
    CONSTRAINT proposal_submitted_whole CHECK (((NOT ((status)::text = ANY ((ARRAY['submitted'::character varying, 'ready'::character varying])::text[]))) OR ((asked_pence > 0) AND (kind_id IS NOT NULL) AND (target IS NOT NULL)))),
    CONSTRAINT proposal_theme_known CHECK ((((theme)::text = ''::text) OR ((theme)::text = ANY ((ARRAY['safer'::character varying, 'greener'::character varying])::text[])))),
    CONSTRAINT proposals_proposal_number_check CHECK ((number >= 0))
);

ALTER TABLE public.proposals_proposal OWNER TO allotment_owner;

CREATE TABLE public.proposals_proposal_helpers (
    id bigint NOT NULL,
    proposal_id uuid NOT NULL,
    user_id uuid NOT NULL
);

ALTER TABLE public.proposals_proposal_helpers OWNER TO allotment_owner;

ALTER TABLE public.proposals_proposal_helpers ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.proposals_proposal_helpers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.proposals_report (
    id uuid NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    answered_at timestamp with time zone,
    answer text NOT NULL,
    answered_by_id uuid,
    by_id uuid NOT NULL,
    proposal_id uuid NOT NULL
);

ALTER TABLE public.proposals_report OWNER TO allotment_owner;

CREATE TABLE public.rounds_duty (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    person_id uuid NOT NULL,
    round_id uuid NOT NULL
);

ALTER TABLE public.rounds_duty OWNER TO allotment_owner;

ALTER TABLE public.rounds_duty ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rounds_duty_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.rounds_phaseturn (
    id bigint NOT NULL,
    phase character varying(12) NOT NULL,
    at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    round_id uuid NOT NULL
);

ALTER TABLE public.rounds_phaseturn OWNER TO allotment_owner;

ALTER TABLE public.rounds_phaseturn ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rounds_phaseturn_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.rounds_plan (
    id uuid NOT NULL,
    year smallint NOT NULL,
    vision text NOT NULL,
    priorities jsonb NOT NULL,
    share_percent smallint NOT NULL,
    agreed_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    agreed_by_id uuid NOT NULL,
    fund_id uuid NOT NULL,
    CONSTRAINT plan_share_within_whole CHECK ((share_percent <= 100)),
    CONSTRAINT rounds_plan_share_percent_check CHECK ((share_percent >= 0)),
    CONSTRAINT rounds_plan_year_check CHECK ((year >= 0))
);

ALTER TABLE public.rounds_plan OWNER TO allotment_owner;

CREATE TABLE public.voting_ballotline (
    id bigint NOT NULL,
    number integer NOT NULL,
    name character varying(400) NOT NULL,
    outside_id character varying(60) NOT NULL,
    pence bigint NOT NULL,
    marked_selected boolean,
    withdrawn_at timestamp with time zone,
    proposal_id uuid,
    round_id uuid NOT NULL,
    theme text NOT NULL,
    area text NOT NULL,
    not_with jsonb NOT NULL,
    CONSTRAINT ballot_line_sane CHECK (((number >= 1) AND (pence >= 0))),
    CONSTRAINT voting_ballotline_number_check CHECK ((number >= 0))
);

ALTER TABLE public.voting_ballotline OWNER TO allotment_owner;

ALTER TABLE public.voting_ballotline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.voting_ballotline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.voting_box (
    round_id uuid NOT NULL,
    custody character varying(12) NOT NULL,
    public_key bytea NOT NULL,
    kr_sha256 bytea NOT NULL,
    ct_length integer NOT NULL,
    run smallint NOT NULL,
    made_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    destroyed_at timestamp with time zone,
    door_sha256 bytea,
    CONSTRAINT box_custody_known CHECK (((custody)::text = ANY ((ARRAY['two-people'::character varying, 'keyholders'::character varying])::text[]))),
    CONSTRAINT voting_box_ct_length_check CHECK ((ct_length >= 0)),
    CONSTRAINT voting_box_run_check CHECK ((run >= 0))
);

ALTER TABLE public.voting_box OWNER TO allotment_owner;

CREATE TABLE public.voting_challenge (
    id uuid NOT NULL,
    about character varying(10) NOT NULL,
    text text NOT NULL,
    raised_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    answer_due_at timestamp with time zone NOT NULL,
    answer text NOT NULL,
    upheld boolean,
    could_change boolean NOT NULL,
    answered_at timestamp with time zone,
    answered_by_id uuid,
    by_id uuid NOT NULL,
    proposal_id uuid,
    round_id uuid NOT NULL,
    CONSTRAINT challenge_answer_whole CHECK ((((answer = ''::text) AND (answered_at IS NULL)) OR ((answered_at IS NOT NULL) AND (NOT (answer = ''::text)) AND (answered_by_id IS NOT NULL)))),
    CONSTRAINT challenge_not_self_answered CHECK (((answered_by_id IS NULL) OR (NOT ((answered_by_id = by_id) AND (answered_by_id IS NOT NULL)))))
);

ALTER TABLE public.voting_challenge OWNER TO allotment_owner;

CREATE TABLE public.voting_closing (
    id bigint NOT NULL,
    run smallint NOT NULL,
    on_list integer NOT NULL,
    in_box integer NOT NULL,
    set_aside integer NOT NULL,
    of_nobody integer NOT NULL,
    replaced integer NOT NULL,
    at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    round_id uuid NOT NULL,
    CONSTRAINT closing_one_ballot_per_entry CHECK ((in_box <= on_list)),
    CONSTRAINT voting_closing_in_box_check CHECK ((in_box >= 0)),
    CONSTRAINT voting_closing_of_nobody_check CHECK ((of_nobody >= 0)),
    CONSTRAINT voting_closing_on_list_check CHECK ((on_list >= 0)),
    CONSTRAINT voting_closing_replaced_check CHECK ((replaced >= 0)),
    CONSTRAINT voting_closing_run_check CHECK ((run >= 0)),
    CONSTRAINT voting_closing_set_aside_check CHECK ((set_aside >= 0))
);

ALTER TABLE public.voting_closing OWNER TO allotment_owner;

ALTER TABLE public.voting_closing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.voting_closing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.voting_count (
    id uuid NOT NULL,
    rules jsonb NOT NULL,
    ballots_sha256 character varying(64) NOT NULL,
    ballots integer NOT NULL,
    result jsonb NOT NULL,
    spent_pence bigint NOT NULL,
    counted_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    round_id uuid NOT NULL,
    CONSTRAINT voting_count_ballots_check CHECK ((ballots >= 0))
);

ALTER TABLE public.voting_count OWNER TO allotment_owner;

CREATE TABLE public.voting_damagedballot (
    id bigint NOT NULL,
    run smallint NOT NULL,
    tag bytea NOT NULL,
    found_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    round_id uuid NOT NULL,
    CONSTRAINT voting_damagedballot_run_check CHECK ((run >= 0))
);

ALTER TABLE public.voting_damagedballot OWNER TO allotment_owner;

ALTER TABLE public.voting_damagedballot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.voting_damagedballot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.voting_keyholder (
    id bigint NOT NULL,
    share_sha256 bytea,
    rehearsed_at timestamp with time zone,
    pressed_open_at timestamp with time zone,
    lost_at timestamp with time zone,
    lost_said_by_id uuid,
    person_id uuid NOT NULL,
    round_id uuid NOT NULL
);

ALTER TABLE public.voting_keyholder OWNER TO allotment_owner;

ALTER TABLE public.voting_keyholder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.voting_keyholder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.voting_livetag (
    id bigint NOT NULL,
    run smallint NOT NULL,
    tag bytea NOT NULL,
    counts boolean NOT NULL,
    round_id uuid NOT NULL,
    CONSTRAINT voting_livetag_run_check CHECK ((run >= 0))
);

ALTER TABLE public.voting_livetag OWNER TO allotment_owner;

ALTER TABLE public.voting_livetag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.voting_livetag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.voting_publishedballot (
    id bigint NOT NULL,
    tracker bytea NOT NULL,
    choices jsonb NOT NULL,
    round_id uuid NOT NULL
);

ALTER TABLE public.voting_publishedballot OWNER TO allotment_owner;

ALTER TABLE public.voting_publishedballot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.voting_publishedballot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.voting_rollchange (
    id uuid NOT NULL,
    what character varying(8) NOT NULL,
    reason character varying(200) NOT NULL,
    asked_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    agreed boolean,
    decided_at timestamp with time zone,
    asked_by_id uuid NOT NULL,
    decided_by_id uuid,
    entry_id uuid NOT NULL,
    CONSTRAINT roll_change_by_two CHECK (((agreed IS NULL) OR (NOT agreed) OR (NOT ((decided_by_id = asked_by_id) AND (decided_by_id IS NOT NULL))))),
    CONSTRAINT roll_change_decided_whole CHECK ((((agreed IS NULL) AND (decided_at IS NULL) AND (decided_by_id IS NULL)) OR ((agreed IS NOT NULL) AND (decided_at IS NOT NULL) AND (decided_by_id IS NOT NULL)))),
    CONSTRAINT roll_change_says_what_and_why CHECK ((((what)::text = ANY ((ARRAY['void'::character varying, 'restore'::character varying])::text[])) AND (NOT ((reason)::text = ''::text))))
);

ALTER TABLE public.voting_rollchange OWNER TO allotment_owner;

CREATE TABLE public.voting_rollentry (
    id uuid NOT NULL,
    ground character varying(200) NOT NULL,
    added_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    void_at timestamp with time zone,
    void_because character varying(200) NOT NULL,
    round_id uuid NOT NULL,
    voter_id uuid,
    voter_ref uuid NOT NULL,
    CONSTRAINT roll_void_with_reason CHECK (((void_at IS NULL) OR (NOT ((void_because)::text = ''::text))))
);

ALTER TABLE public.voting_rollentry OWNER TO allotment_owner;

CREATE TABLE public.voting_rolllook (
    id bigint NOT NULL,
    sign character varying(80) NOT NULL,
    at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    by_id uuid NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE public.voting_rolllook OWNER TO allotment_owner;

ALTER TABLE public.voting_rolllook ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.voting_rolllook_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.voting_rollreport (
    id uuid NOT NULL,
    text text NOT NULL,
    reported_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    answer text NOT NULL,
    answered_at timestamp with time zone,
    answered_by_id uuid,
    entry_id uuid NOT NULL,
    CONSTRAINT roll_report_answer_whole CHECK ((((answer = ''::text) AND (answered_at IS NULL) AND (answered_by_id IS NULL)) OR ((answered_at IS NOT NULL) AND (answered_by_id IS NOT NULL) AND (NOT (answer = ''::text)))))
);

ALTER TABLE public.voting_rollreport OWNER TO allotment_owner;

CREATE TABLE public.voting_rulepreview (
    id bigint NOT NULL,
    rules jsonb NOT NULL,
    at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    by_id uuid NOT NULL,
    on_round_id uuid NOT NULL,
    round_id uuid NOT NULL,
    CONSTRAINT rule_preview_names_a_rule CHECK ((rules ? 'rule'::text)),
    CONSTRAINT rule_preview_on_another_round CHECK ((NOT (on_round_id = round_id)))
);

ALTER TABLE public.voting_rulepreview OWNER TO allotment_owner;

ALTER TABLE public.voting_rulepreview ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.voting_rulepreview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.voting_setaside (
    id bigint NOT NULL,
    run smallint NOT NULL,
    tag bytea NOT NULL,
    why character varying(14) NOT NULL,
    at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    round_id uuid NOT NULL,
    CONSTRAINT set_aside_why_known CHECK (((why)::text = ANY ((ARRAY['void'::character varying, 'of-nobody'::character varying, 'does-not-open'::character varying])::text[]))),
    CONSTRAINT voting_setaside_run_check CHECK ((run >= 0))
);

ALTER TABLE public.voting_setaside OWNER TO allotment_owner;

ALTER TABLE public.voting_setaside ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.voting_setaside_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.voting_source (
    round_id uuid NOT NULL,
    sha256 character varying(64) NOT NULL,
    name character varying(250) NOT NULL,
    minor_digits smallint NOT NULL,
    CONSTRAINT voting_source_minor_digits_check CHECK ((minor_digits >= 0))
);

ALTER TABLE public.voting_source OWNER TO allotment_owner;

CREATE TABLE public.voting_wayon (
    id uuid NOT NULL,
    run smallint NOT NULL,
    what character varying(9) NOT NULL,
    reason character varying(500) NOT NULL,
    opens timestamp with time zone,
    closes timestamp with time zone,
    asked_at timestamp with time zone DEFAULT public.kit_now() NOT NULL,
    agreed_at timestamp with time zone,
    taken_back_at timestamp with time zone,
    agreed_by_id uuid,
    asked_by_id uuid NOT NULL,
    round_id uuid NOT NULL,
    CONSTRAINT voting_wayon_run_check CHECK ((run >= 0)),
    CONSTRAINT way_on_by_two CHECK ((((agreed_at IS NULL) AND (agreed_by_id IS NULL)) OR ((agreed_at IS NOT NULL) AND (agreed_by_id IS NOT NULL) AND (taken_back_at IS NULL) AND (NOT ((agreed_by_id = asked_by_id) AND (agreed_by_id IS NOT NULL)))))),
    CONSTRAINT way_on_says_what CHECK ((((closes IS NULL) AND (opens IS NULL) AND ((what)::text = 'set-aside'::text)) OR ((closes > opens) AND (closes < (asked_at + '731 days'::interval)) AND (opens IS NOT NULL) AND ((what)::text = 'again'::text)))),
    CONSTRAINT way_on_with_reason CHECK ((NOT ((reason)::text = ''::text)))
);

ALTER TABLE public.voting_wayon OWNER TO allotment_owner;

ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);

ALTER TABLE ONLY audit.epoch
    ADD CONSTRAINT epoch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY audit.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY audit.event
    ADD CONSTRAINT event_uuid_unique UNIQUE (event_uuid);

ALTER TABLE ONLY ballot.batch
    ADD CONSTRAINT batch_once PRIMARY KEY (round, no);

ALTER TABLE ONLY ballot.door_shown
    ADD CONSTRAINT door_shown_round PRIMARY KEY (round);

ALTER TABLE ONLY ballot.dropped
    ADD CONSTRAINT dropped_live PRIMARY KEY (round, live);

ALTER TABLE ONLY ballot.noticed
    ADD CONSTRAINT noticed_once PRIMARY KEY (round, tag);

ALTER TABLE ONLY ballot.sealed
    ADD CONSTRAINT sealed_live_once UNIQUE (live);

ALTER TABLE ONLY ballot.sealed
    ADD CONSTRAINT sealed_once_per_voter PRIMARY KEY (round, k);

ALTER TABLE ONLY ballot.set_aside
    ADD CONSTRAINT set_aside_live PRIMARY KEY (round, live);

ALTER TABLE ONLY ballot.superseded
    ADD CONSTRAINT superseded_once PRIMARY KEY (round, live);

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT account_once UNIQUE NULLS NOT DISTINCT (fund_id, kind, pot_id);

ALTER TABLE ONLY public.people_alias
    ADD CONSTRAINT alias_once_per_scope UNIQUE NULLS NOT DISTINCT (person_id, round_ref, place_ref);

ALTER TABLE ONLY public.grants_attendance
    ADD CONSTRAINT attendance_once UNIQUE (meeting_id, member_id);

ALTER TABLE ONLY public.audit_words
    ADD CONSTRAINT audit_words_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_ballotline
    ADD CONSTRAINT ballot_line_number_once UNIQUE (round_id, number);

ALTER TABLE ONLY public.places_boundarycode
    ADD CONSTRAINT boundary_code_once UNIQUE (boundary_id, code);

ALTER TABLE ONLY public.places_boundary
    ADD CONSTRAINT boundary_version_once UNIQUE (neighbourhood_id, version);

ALTER TABLE ONLY public.voting_closing
    ADD CONSTRAINT closing_once_per_run UNIQUE (round_id, run);

ALTER TABLE ONLY public.ledger_commitment
    ADD CONSTRAINT commitment_ref_once UNIQUE (ref);

ALTER TABLE ONLY public.voting_damagedballot
    ADD CONSTRAINT damaged_once UNIQUE (round_id, tag);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY public.rounds_duty
    ADD CONSTRAINT duty_once UNIQUE (round_id, kind, person_id);

ALTER TABLE ONLY public.evidence_expectation
    ADD CONSTRAINT evidence_expectation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.evidence_indicator
    ADD CONSTRAINT evidence_indicator_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.evidence_kind
    ADD CONSTRAINT evidence_kind_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.evidence_observation_barred
    ADD CONSTRAINT evidence_observation_bar_observation_id_user_id_74ef8a87_uniq UNIQUE (observation_id, user_id);

ALTER TABLE ONLY public.evidence_observation_barred
    ADD CONSTRAINT evidence_observation_barred_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.evidence_observation
    ADD CONSTRAINT evidence_observation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.evidence_observation
    ADD CONSTRAINT evidence_observation_supersedes_id_key UNIQUE (supersedes_id);

ALTER TABLE ONLY public.evidence_expectation
    ADD CONSTRAINT expectation_once_per_subject UNIQUE (subject);

ALTER TABLE ONLY public.grants_attendance
    ADD CONSTRAINT grants_attendance_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.grants_award
    ADD CONSTRAINT grants_award_commitment_id_key UNIQUE (commitment_id);

ALTER TABLE ONLY public.grants_award
    ADD CONSTRAINT grants_award_decision_id_key UNIQUE (decision_id);

ALTER TABLE ONLY public.grants_award
    ADD CONSTRAINT grants_award_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.grants_award
    ADD CONSTRAINT grants_award_proposal_id_key UNIQUE (proposal_id);

ALTER TABLE ONLY public.grants_bankdetails
    ADD CONSTRAINT grants_bankdetails_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.grants_condition
    ADD CONSTRAINT grants_condition_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.grants_decision
    ADD CONSTRAINT grants_decision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.grants_decision
    ADD CONSTRAINT grants_decision_proposal_id_key UNIQUE (proposal_id);

ALTER TABLE ONLY public.grants_holderinvitation
    ADD CONSTRAINT grants_holderinvitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.grants_instalment
    ADD CONSTRAINT grants_instalment_move_id_key UNIQUE (move_id);

ALTER TABLE ONLY public.grants_instalment
    ADD CONSTRAINT grants_instalment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.grants_interest
    ADD CONSTRAINT grants_interest_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.grants_meeting
    ADD CONSTRAINT grants_meeting_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.grants_meeting
    ADD CONSTRAINT grants_meeting_round_id_key UNIQUE (round_id);

ALTER TABLE ONLY public.grants_member
    ADD CONSTRAINT grants_member_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.grants_panel
    ADD CONSTRAINT grants_panel_neighbourhood_id_key UNIQUE (neighbourhood_id);

ALTER TABLE ONLY public.grants_panel
    ADD CONSTRAINT grants_panel_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.grants_progressreport
    ADD CONSTRAINT grants_progressreport_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.grants_instalment
    ADD CONSTRAINT instalment_once UNIQUE (award_id, number);

ALTER TABLE ONLY public.grants_interest
    ADD CONSTRAINT interest_once_per_item UNIQUE (meeting_id, member_id, proposal_id);

ALTER TABLE ONLY public.voting_keyholder
    ADD CONSTRAINT key_holder_once UNIQUE (round_id, person_id);

ALTER TABLE ONLY public.kit_cache
    ADD CONSTRAINT kit_cache_pkey PRIMARY KEY (cache_key);

ALTER TABLE ONLY public.kit_site_key
    ADD CONSTRAINT kit_site_key_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.kit_site_session
    ADD CONSTRAINT kit_site_session_pkey PRIMARY KEY (word);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_pot_id_key UNIQUE (pot_id);

ALTER TABLE ONLY public.ledger_commitment
    ADD CONSTRAINT ledger_commitment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_deposit
    ADD CONSTRAINT ledger_deposit_move_id_key UNIQUE (move_id);

ALTER TABLE ONLY public.ledger_deposit
    ADD CONSTRAINT ledger_deposit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_fund
    ADD CONSTRAINT ledger_fund_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_move
    ADD CONSTRAINT ledger_move_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_move
    ADD CONSTRAINT ledger_move_reverses_id_key UNIQUE (reverses_id);

ALTER TABLE ONLY public.ledger_pot
    ADD CONSTRAINT ledger_pot_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_letter
    ADD CONSTRAINT letter_key_once UNIQUE (key);

ALTER TABLE ONLY public.voting_livetag
    ADD CONSTRAINT live_tag_once UNIQUE (round_id, tag);

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.places_neighbourhood
    ADD CONSTRAINT neighbourhood_slug_unique UNIQUE (slug);

ALTER TABLE ONLY public.proposals_report
    ADD CONSTRAINT one_report_per_person UNIQUE (proposal_id, by_id);

ALTER TABLE ONLY public.people_alias
    ADD CONSTRAINT people_alias_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_alias
    ADD CONSTRAINT people_alias_ref_key UNIQUE (ref);

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_letter
    ADD CONSTRAINT people_letter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_mailrefused
    ADD CONSTRAINT people_mailrefused_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.people_residency
    ADD CONSTRAINT people_residency_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_role
    ADD CONSTRAINT people_role_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_session
    ADD CONSTRAINT people_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY public.people_signincode
    ADD CONSTRAINT people_signincode_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_signup
    ADD CONSTRAINT people_signup_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.people_upload
    ADD CONSTRAINT people_upload_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_user
    ADD CONSTRAINT people_user_email_key UNIQUE (email);

ALTER TABLE ONLY public.people_user
    ADD CONSTRAINT people_user_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rounds_phaseturn
    ADD CONSTRAINT phase_turn_once UNIQUE (round_id, phase);

ALTER TABLE ONLY public.places_boundary
    ADD CONSTRAINT places_boundary_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.places_boundarycode
    ADD CONSTRAINT places_boundarycode_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.places_neighbourhood
    ADD CONSTRAINT places_neighbourhood_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.places_postcode
    ADD CONSTRAINT places_postcode_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.places_postcodeedition
    ADD CONSTRAINT places_postcodeedition_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rounds_plan
    ADD CONSTRAINT plan_once_a_year UNIQUE (fund_id, year);

ALTER TABLE ONLY public.places_postcode
    ADD CONSTRAINT postcode_once_per_edition UNIQUE (postcode, edition_id);

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);

ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.proposals_proposal
    ADD CONSTRAINT proposal_number_once UNIQUE (round_id, number);

ALTER TABLE ONLY public.proposals_check
    ADD CONSTRAINT proposals_check_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.proposals_costline
    ADD CONSTRAINT proposals_costline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.proposals_helperinvitation
    ADD CONSTRAINT proposals_helperinvitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.proposals_incompatiblepair
    ADD CONSTRAINT proposals_incompatiblepair_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.proposals_proposal_helpers
    ADD CONSTRAINT proposals_proposal_helpers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.proposals_proposal_helpers
    ADD CONSTRAINT proposals_proposal_helpers_proposal_id_user_id_9bcef5d7_uniq UNIQUE (proposal_id, user_id);

ALTER TABLE ONLY public.proposals_proposal
    ADD CONSTRAINT proposals_proposal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.proposals_report
    ADD CONSTRAINT proposals_report_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_publishedballot
    ADD CONSTRAINT published_ballot_once UNIQUE (round_id, tracker);

ALTER TABLE ONLY public.voting_rolllook
    ADD CONSTRAINT roll_look_once UNIQUE (entry_id, sign);

ALTER TABLE ONLY public.voting_rollentry
    ADD CONSTRAINT roll_ref_once UNIQUE (round_id, voter_ref);

ALTER TABLE ONLY public.rounds_round
    ADD CONSTRAINT round_number_once UNIQUE (neighbourhood_id, number);

ALTER TABLE ONLY public.rounds_duty
    ADD CONSTRAINT rounds_duty_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rounds_phaseturn
    ADD CONSTRAINT rounds_phaseturn_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rounds_plan
    ADD CONSTRAINT rounds_plan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rounds_round
    ADD CONSTRAINT rounds_round_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rounds_round
    ADD CONSTRAINT rounds_round_pot_id_key UNIQUE (pot_id);

ALTER TABLE ONLY public.voting_setaside
    ADD CONSTRAINT set_aside_once UNIQUE (round_id, tag);

ALTER TABLE ONLY public.voting_source
    ADD CONSTRAINT source_imported_once UNIQUE (sha256);

ALTER TABLE ONLY public.voting_ballotline
    ADD CONSTRAINT voting_ballotline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_ballotline
    ADD CONSTRAINT voting_ballotline_proposal_id_key UNIQUE (proposal_id);

ALTER TABLE ONLY public.voting_box
    ADD CONSTRAINT voting_box_pkey PRIMARY KEY (round_id);

ALTER TABLE ONLY public.voting_challenge
    ADD CONSTRAINT voting_challenge_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_closing
    ADD CONSTRAINT voting_closing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_count
    ADD CONSTRAINT voting_count_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_damagedballot
    ADD CONSTRAINT voting_damagedballot_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_keyholder
    ADD CONSTRAINT voting_keyholder_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_livetag
    ADD CONSTRAINT voting_livetag_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_publishedballot
    ADD CONSTRAINT voting_publishedballot_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_rollchange
    ADD CONSTRAINT voting_rollchange_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_rollentry
    ADD CONSTRAINT voting_rollentry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_rolllook
    ADD CONSTRAINT voting_rolllook_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_rollreport
    ADD CONSTRAINT voting_rollreport_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_rulepreview
    ADD CONSTRAINT voting_rulepreview_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_setaside
    ADD CONSTRAINT voting_setaside_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.voting_source
    ADD CONSTRAINT voting_source_pkey PRIMARY KEY (round_id);

ALTER TABLE ONLY public.voting_wayon
    ADD CONSTRAINT voting_wayon_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_words
    ADD CONSTRAINT words_once_per_entry UNIQUE (event_uuid, name);

CREATE INDEX event_by_deed ON audit.event USING btree (subject_ref, xid);

CREATE INDEX event_by_place ON audit.event USING btree (place_ref, id);

CREATE INDEX event_by_round ON audit.event USING btree (round_ref, id);

CREATE INDEX event_by_subject ON audit.event USING btree (subject_ref, id);

CREATE INDEX sealed_was ON ballot.sealed USING gin (was);

CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);

CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);

CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);

CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);

CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);

CREATE INDEX audit_words_event_uuid_88b1ff6d ON public.audit_words USING btree (event_uuid);

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);

CREATE UNIQUE INDEX deposit_reference_once ON public.ledger_deposit USING btree (upper((bank_reference)::text), neighbourhood_id) WHERE (taken_back_at IS NULL);

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);

CREATE INDEX evidence_expectation_indicator_id_d6340d70 ON public.evidence_expectation USING btree (indicator_id);

CREATE INDEX evidence_expectation_kind_id_432760a7 ON public.evidence_expectation USING btree (kind_id);

CREATE INDEX evidence_expectation_kind_id_432760a7_like ON public.evidence_expectation USING btree (kind_id varchar_pattern_ops);

CREATE INDEX evidence_expectation_place_id_c6105c95 ON public.evidence_expectation USING btree (place_id);

CREATE INDEX evidence_kind_code_ccf83db8_like ON public.evidence_kind USING btree (code varchar_pattern_ops);

CREATE INDEX evidence_kind_indicator_id_084c248c ON public.evidence_kind USING btree (indicator_id);

CREATE INDEX evidence_observation_barred_observation_id_63aad757 ON public.evidence_observation_barred USING btree (observation_id);

CREATE INDEX evidence_observation_barred_user_id_68ad2352 ON public.evidence_observation_barred USING btree (user_id);

CREATE INDEX evidence_observation_evidence_id_b854d852 ON public.evidence_observation USING btree (evidence_id);

CREATE INDEX evidence_observation_expectation_id_ff6bfef4 ON public.evidence_observation USING btree (expectation_id);

CREATE INDEX evidence_observation_recorded_by_id_971bf545 ON public.evidence_observation USING btree (recorded_by_id);

CREATE INDEX evidence_observation_verified_by_id_0c2ccb01 ON public.evidence_observation USING btree (verified_by_id);

CREATE INDEX grants_attendance_meeting_id_737349fb ON public.grants_attendance USING btree (meeting_id);

CREATE INDEX grants_attendance_member_id_e11a95a8 ON public.grants_attendance USING btree (member_id);

CREATE INDEX grants_award_holder_id_ffed3ef1 ON public.grants_award USING btree (holder_id);

CREATE INDEX grants_award_offered_by_id_325b2922 ON public.grants_award USING btree (offered_by_id);

CREATE INDEX grants_bankdetails_award_id_18034e86 ON public.grants_bankdetails USING btree (award_id);

CREATE INDEX grants_bankdetails_confirmed_by_id_5f7d0502 ON public.grants_bankdetails USING btree (confirmed_by_id);

CREATE INDEX grants_bankdetails_entered_by_id_e97471c7 ON public.grants_bankdetails USING btree (entered_by_id);

CREATE INDEX grants_condition_award_id_6f5d8423 ON public.grants_condition USING btree (award_id);

CREATE INDEX grants_condition_cleared_by_id_69ce558d ON public.grants_condition USING btree (cleared_by_id);

CREATE INDEX grants_decision_meeting_id_609cea72 ON public.grants_decision USING btree (meeting_id);

CREATE INDEX grants_holderinvitation_accepted_by_id_3ea0ec58 ON public.grants_holderinvitation USING btree (accepted_by_id);

CREATE INDEX grants_holderinvitation_award_id_a1881fec ON public.grants_holderinvitation USING btree (award_id);

CREATE INDEX grants_holderinvitation_invited_by_id_0e4f3bd0 ON public.grants_holderinvitation USING btree (invited_by_id);

CREATE INDEX grants_instalment_approved_by_id_29b1b7ec ON public.grants_instalment USING btree (approved_by_id);

CREATE INDEX grants_instalment_authorised_by_id_677862e4 ON public.grants_instalment USING btree (authorised_by_id);

CREATE INDEX grants_instalment_award_id_9f542d57 ON public.grants_instalment USING btree (award_id);

CREATE INDEX grants_instalment_bank_entered_by_id_8723e9bb ON public.grants_instalment USING btree (bank_entered_by_id);

CREATE INDEX grants_instalment_milestone_met_by_id_5ac42a74 ON public.grants_instalment USING btree (milestone_met_by_id);

CREATE INDEX grants_instalment_sent_by_id_22e1bd52 ON public.grants_instalment USING btree (sent_by_id);

CREATE INDEX grants_interest_meeting_id_a910e77f ON public.grants_interest USING btree (meeting_id);

CREATE INDEX grants_interest_member_id_39d63d07 ON public.grants_interest USING btree (member_id);

CREATE INDEX grants_interest_proposal_id_8808b438 ON public.grants_interest USING btree (proposal_id);

CREATE INDEX grants_meeting_panel_id_11042b7d ON public.grants_meeting USING btree (panel_id);

CREATE INDEX grants_member_panel_id_831b0c81 ON public.grants_member USING btree (panel_id);

CREATE INDEX grants_member_person_id_5c445e4f ON public.grants_member USING btree (person_id);

CREATE INDEX grants_progressreport_accepted_by_id_f38c979a ON public.grants_progressreport USING btree (accepted_by_id);

CREATE INDEX grants_progressreport_award_id_d3b88bf3 ON public.grants_progressreport USING btree (award_id);

CREATE INDEX grants_progressreport_photo_id_2fa96bb2 ON public.grants_progressreport USING btree (photo_id);

CREATE INDEX grants_progressreport_sent_by_id_ddba4527 ON public.grants_progressreport USING btree (sent_by_id);

CREATE UNIQUE INDEX helper_invited_once ON public.proposals_helperinvitation USING btree (lower((email)::text), proposal_id);

CREATE UNIQUE INDEX holder_invited_one_at_a_time ON public.grants_holderinvitation USING btree (award_id) WHERE ((accepted_at IS NULL) AND (withdrawn_at IS NULL));

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);

CREATE UNIQUE INDEX incompatible_pair_once ON public.proposals_incompatiblepair USING btree (LEAST(one_id, other_id), GREATEST(one_id, other_id)) WHERE (withdrawn_at IS NULL);

CREATE UNIQUE INDEX invitation_open_once ON public.people_invitation USING btree (lower((email)::text), neighbourhood_id, kind) WHERE ((accepted_at IS NULL) AND (withdrawn_at IS NULL));

CREATE INDEX kit_cache_expires ON public.kit_cache USING btree (expires);

CREATE INDEX ledger_account_fund_id_3ef65f98 ON public.ledger_account USING btree (fund_id);

CREATE INDEX ledger_commitment_pot_id_e43fd81d ON public.ledger_commitment USING btree (pot_id);

CREATE INDEX ledger_deposit_confirmed_by_id_8174b8e6 ON public.ledger_deposit USING btree (confirmed_by_id);

CREATE INDEX ledger_deposit_entered_by_id_ec53df9e ON public.ledger_deposit USING btree (entered_by_id);

CREATE INDEX ledger_deposit_fund_id_747fd752 ON public.ledger_deposit USING btree (fund_id);

CREATE INDEX ledger_deposit_neighbourhood_id_dc375df2 ON public.ledger_deposit USING btree (neighbourhood_id);

CREATE INDEX ledger_deposit_taken_back_by_id_320376c2 ON public.ledger_deposit USING btree (taken_back_by_id);

CREATE INDEX ledger_entry_account_id_e9f5e345 ON public.ledger_entry USING btree (account_id);

CREATE INDEX ledger_entry_move_id_bac1700d ON public.ledger_entry USING btree (move_id);

CREATE INDEX ledger_fund_neighbourhood_id_7965978a ON public.ledger_fund USING btree (neighbourhood_id);

CREATE INDEX ledger_move_commitment_id_f54683ed ON public.ledger_move USING btree (commitment_id);

CREATE INDEX ledger_move_fund_id_ba289c8f ON public.ledger_move USING btree (fund_id);

CREATE INDEX ledger_move_pot_id_5aaf2dfc ON public.ledger_move USING btree (pot_id);

CREATE INDEX ledger_pot_fund_id_7df1eb24 ON public.ledger_pot USING btree (fund_id);

CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);

CREATE INDEX people_alias_person_id_2300be71 ON public.people_alias USING btree (person_id);

CREATE INDEX people_invitation_accepted_by_id_66da8fc9 ON public.people_invitation USING btree (accepted_by_id);

CREATE INDEX people_invitation_invited_by_id_3784d49d ON public.people_invitation USING btree (invited_by_id);

CREATE INDEX people_invitation_neighbourhood_id_8bde3a23 ON public.people_invitation USING btree (neighbourhood_id);

CREATE INDEX people_residency_neighbourhood_id_7fedddb1 ON public.people_residency USING btree (neighbourhood_id);

CREATE INDEX people_residency_person_id_1fbdef0c ON public.people_residency USING btree (person_id);

CREATE INDEX people_residency_verified_by_id_8dda71af ON public.people_residency USING btree (verified_by_id);

CREATE INDEX people_role_given_by_id_cc2ad48f ON public.people_role USING btree (given_by_id);

CREATE INDEX people_role_neighbourhood_id_d3b49f72 ON public.people_role USING btree (neighbourhood_id);

CREATE INDEX people_role_person_id_7fefa71f ON public.people_role USING btree (person_id);

CREATE INDEX people_session_expire_date_6a5f72cd ON public.people_session USING btree (expire_date);

CREATE INDEX people_session_person_id_d061a933 ON public.people_session USING btree (person_id);

CREATE INDEX people_session_session_key_f84fb1a3_like ON public.people_session USING btree (session_key varchar_pattern_ops);

CREATE INDEX people_upload_owner_id_c15a78fb ON public.people_upload USING btree (owner_id);

CREATE INDEX people_user_email_1f424fe4_like ON public.people_user USING btree (email varchar_pattern_ops);

CREATE INDEX places_boundary_neighbourhood_id_48c805fd ON public.places_boundary USING btree (neighbourhood_id);

CREATE INDEX places_boundarycode_boundary_id_63f15669 ON public.places_boundarycode USING btree (boundary_id);

CREATE INDEX places_postcode_edition_id_d980dac0 ON public.places_postcode USING btree (edition_id);

CREATE INDEX places_postcodeedition_neighbourhood_id_4a1f58aa ON public.places_postcodeedition USING btree (neighbourhood_id);

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);

CREATE INDEX proposals_check_by_id_c5956332 ON public.proposals_check USING btree (by_id);

CREATE INDEX proposals_check_proposal_id_7cc3289f ON public.proposals_check USING btree (proposal_id);

CREATE INDEX proposals_costline_proposal_id_4c5f6fdf ON public.proposals_costline USING btree (proposal_id);

CREATE INDEX proposals_helperinvitation_accepted_by_id_15ed6606 ON public.proposals_helperinvitation USING btree (accepted_by_id);

CREATE INDEX proposals_helperinvitation_invited_by_id_ceb6c96b ON public.proposals_helperinvitation USING btree (invited_by_id);

CREATE INDEX proposals_helperinvitation_proposal_id_402d9b80 ON public.proposals_helperinvitation USING btree (proposal_id);

CREATE INDEX proposals_incompatiblepair_declared_by_id_17d1e7db ON public.proposals_incompatiblepair USING btree (declared_by_id);

CREATE INDEX proposals_incompatiblepair_one_id_12dff503 ON public.proposals_incompatiblepair USING btree (one_id);

CREATE INDEX proposals_incompatiblepair_other_id_7d59759d ON public.proposals_incompatiblepair USING btree (other_id);

CREATE INDEX proposals_incompatiblepair_withdrawn_by_id_73fe3bc0 ON public.proposals_incompatiblepair USING btree (withdrawn_by_id);

CREATE INDEX proposals_proposal_entered_by_id_00833859 ON public.proposals_proposal USING btree (entered_by_id);

CREATE INDEX proposals_proposal_helpers_proposal_id_783ca1c6 ON public.proposals_proposal_helpers USING btree (proposal_id);

CREATE INDEX proposals_proposal_helpers_user_id_427ab5eb ON public.proposals_proposal_helpers USING btree (user_id);

CREATE INDEX proposals_proposal_indicator_id_54a5956e ON public.proposals_proposal USING btree (indicator_id);

CREATE INDEX proposals_proposal_kind_id_d3d78922 ON public.proposals_proposal USING btree (kind_id);

CREATE INDEX proposals_proposal_kind_id_d3d78922_like ON public.proposals_proposal USING btree (kind_id varchar_pattern_ops);

CREATE INDEX proposals_proposal_lead_id_4203f0c7 ON public.proposals_proposal USING btree (lead_id);

CREATE INDEX proposals_proposal_looked_by_id_70fe28cd ON public.proposals_proposal USING btree (looked_by_id);

CREATE INDEX proposals_proposal_photo_id_d3552f96 ON public.proposals_proposal USING btree (photo_id);

CREATE INDEX proposals_proposal_refused_by_id_06b49134 ON public.proposals_proposal USING btree (refused_by_id);

CREATE INDEX proposals_proposal_round_id_37798e53 ON public.proposals_proposal USING btree (round_id);

CREATE INDEX proposals_proposal_second_look_by_id_b520c485 ON public.proposals_proposal USING btree (second_look_by_id);

CREATE INDEX proposals_report_answered_by_id_449e4dd8 ON public.proposals_report USING btree (answered_by_id);

CREATE INDEX proposals_report_by_id_5105f3fc ON public.proposals_report USING btree (by_id);

CREATE INDEX proposals_report_proposal_id_02c37a3d ON public.proposals_report USING btree (proposal_id);

CREATE UNIQUE INDEX residency_current_once ON public.people_residency USING btree (person_id, neighbourhood_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX role_once ON public.people_role USING btree (person_id, neighbourhood_id, kind) NULLS NOT DISTINCT WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX roll_change_open_once ON public.voting_rollchange USING btree (entry_id) WHERE (decided_at IS NULL);

CREATE UNIQUE INDEX roll_once_per_person ON public.voting_rollentry USING btree (round_id, voter_id) WHERE (void_at IS NULL);

CREATE UNIQUE INDEX roll_report_open_once ON public.voting_rollreport USING btree (entry_id) WHERE (answered_at IS NULL);

CREATE INDEX rounds_duty_person_id_107ac93b ON public.rounds_duty USING btree (person_id);

CREATE INDEX rounds_duty_round_id_2314eb47 ON public.rounds_duty USING btree (round_id);

CREATE INDEX rounds_phaseturn_round_id_9c43676e ON public.rounds_phaseturn USING btree (round_id);

CREATE INDEX rounds_plan_agreed_by_id_96d8f5a6 ON public.rounds_plan USING btree (agreed_by_id);

CREATE INDEX rounds_plan_fund_id_85f45af5 ON public.rounds_plan USING btree (fund_id);

CREATE INDEX rounds_round_fund_id_e442258c ON public.rounds_round USING btree (fund_id);

CREATE INDEX rounds_round_neighbourhood_id_bc0b26cc ON public.rounds_round USING btree (neighbourhood_id);

CREATE INDEX rounds_round_set_up_by_id_3ca88d5b ON public.rounds_round USING btree (set_up_by_id);

CREATE UNIQUE INDEX seat_once ON public.grants_member USING btree (panel_id, person_id) WHERE (left_at IS NULL);

CREATE INDEX signincode_asked ON public.people_signincode USING btree (asked_at);

CREATE INDEX signup_network ON public.people_signup USING btree (network, at) WHERE (network IS NOT NULL);

CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));

CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";

CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;

CREATE UNIQUE INDEX user_email_unique ON public.people_user USING btree (lower((email)::text));

CREATE INDEX voting_ballotline_round_id_4cc60d61 ON public.voting_ballotline USING btree (round_id);

CREATE INDEX voting_challenge_answered_by_id_d43f09ca ON public.voting_challenge USING btree (answered_by_id);

CREATE INDEX voting_challenge_by_id_d87d220e ON public.voting_challenge USING btree (by_id);

CREATE INDEX voting_challenge_proposal_id_52e0829c ON public.voting_challenge USING btree (proposal_id);

CREATE INDEX voting_challenge_round_id_e86da2eb ON public.voting_challenge USING btree (round_id);

CREATE INDEX voting_closing_round_id_92649ac9 ON public.voting_closing USING btree (round_id);

CREATE INDEX voting_count_round_id_c9921137 ON public.voting_count USING btree (round_id);

CREATE INDEX voting_damagedballot_round_id_c7ea40c6 ON public.voting_damagedballot USING btree (round_id);

CREATE INDEX voting_keyholder_lost_said_by_id_c24072ec ON public.voting_keyholder USING btree (lost_said_by_id);

CREATE INDEX voting_keyholder_person_id_051ae4fd ON public.voting_keyholder USING btree (person_id);

CREATE INDEX voting_keyholder_round_id_4b57ea53 ON public.voting_keyholder USING btree (round_id);

CREATE INDEX voting_livetag_round_id_0351086d ON public.voting_livetag USING btree (round_id);

CREATE INDEX voting_publishedballot_round_id_867d3aee ON public.voting_publishedballot USING btree (round_id);

CREATE INDEX voting_rollchange_asked_by_id_a30b418e ON public.voting_rollchange USING btree (asked_by_id);

CREATE INDEX voting_rollchange_decided_by_id_f5036de7 ON public.voting_rollchange USING btree (decided_by_id);

CREATE INDEX voting_rollchange_entry_id_7a8ad5ed ON public.voting_rollchange USING btree (entry_id);

CREATE INDEX voting_rollentry_round_id_9cd5b179 ON public.voting_rollentry USING btree (round_id);

CREATE INDEX voting_rollentry_voter_id_73895ade ON public.voting_rollentry USING btree (voter_id);

CREATE INDEX voting_rolllook_by_id_f49c11ef ON public.voting_rolllook USING btree (by_id);

CREATE INDEX voting_rolllook_entry_id_9483364d ON public.voting_rolllook USING btree (entry_id);

CREATE INDEX voting_rollreport_answered_by_id_104b2fb2 ON public.voting_rollreport USING btree (answered_by_id);

CREATE INDEX voting_rollreport_entry_id_fe97a8ac ON public.voting_rollreport USING btree (entry_id);

CREATE INDEX voting_rulepreview_by_id_6fba7b40 ON public.voting_rulepreview USING btree (by_id);

CREATE INDEX voting_rulepreview_on_round_id_6415fb23 ON public.voting_rulepreview USING btree (on_round_id);

CREATE INDEX voting_rulepreview_round_id_5e09b691 ON public.voting_rulepreview USING btree (round_id);

CREATE INDEX voting_setaside_round_id_20b22a06 ON public.voting_setaside USING btree (round_id);

CREATE INDEX voting_wayon_agreed_by_id_f76ccf2c ON public.voting_wayon USING btree (agreed_by_id);

CREATE INDEX voting_wayon_asked_by_id_9767096b ON public.voting_wayon USING btree (asked_by_id);

CREATE INDEX voting_wayon_round_id_55120523 ON public.voting_wayon USING btree (round_id);

CREATE UNIQUE INDEX way_on_open_once ON public.voting_wayon USING btree (round_id) WHERE ((agreed_at IS NULL) AND (taken_back_at IS NULL));

CREATE TRIGGER epoch_append_only BEFORE DELETE OR UPDATE ON audit.epoch FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE audit.epoch ENABLE ALWAYS TRIGGER epoch_append_only;

CREATE TRIGGER epoch_no_truncate BEFORE TRUNCATE ON audit.epoch FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE audit.epoch ENABLE ALWAYS TRIGGER epoch_no_truncate;

CREATE TRIGGER event_append_only BEFORE DELETE OR UPDATE ON audit.event FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE audit.event ENABLE ALWAYS TRIGGER event_append_only;

CREATE TRIGGER event_by_deed BEFORE INSERT ON audit.event FOR EACH STATEMENT EXECUTE FUNCTION public.kit_by_deed();

ALTER TABLE audit.event ENABLE ALWAYS TRIGGER event_by_deed;

CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON audit.event FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE audit.event ENABLE ALWAYS TRIGGER event_no_truncate;

CREATE TRIGGER event_refuse_forged BEFORE INSERT ON audit.event FOR EACH ROW EXECUTE FUNCTION audit.refuse_forged_entry();

ALTER TABLE audit.event ENABLE ALWAYS TRIGGER event_refuse_forged;

CREATE TRIGGER event_signed_off_apart BEFORE INSERT ON audit.event FOR EACH ROW WHEN ((new.kind = 'round.signed_off'::text)) EXECUTE FUNCTION public.grants_signed_off_apart();

ALTER TABLE audit.event ENABLE ALWAYS TRIGGER event_signed_off_apart;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON audit.epoch FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE audit.epoch ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON audit.event FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE audit.event ENABLE ALWAYS TRIGGER kit_from_site;

CREATE CONSTRAINT TRIGGER audit_words_erased_openly AFTER DELETE ON public.audit_words DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_entry_of_erasing();

ALTER TABLE public.audit_words ENABLE ALWAYS TRIGGER audit_words_erased_openly;

CREATE TRIGGER audit_words_no_truncate BEFORE TRUNCATE ON public.audit_words FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.audit_words ENABLE ALWAYS TRIGGER audit_words_no_truncate;

CREATE TRIGGER audit_words_unchanged BEFORE UPDATE ON public.audit_words FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.audit_words ENABLE ALWAYS TRIGGER audit_words_unchanged;

CREATE TRIGGER grants_award_held BEFORE INSERT OR UPDATE OF holder_id, status ON public.grants_award FOR EACH ROW EXECUTE FUNCTION public.grants_award_held();

ALTER TABLE public.grants_award ENABLE ALWAYS TRIGGER grants_award_held;

CREATE TRIGGER grants_award_no_truncate BEFORE TRUNCATE ON public.grants_award FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.grants_award ENABLE ALWAYS TRIGGER grants_award_no_truncate;

CREATE TRIGGER grants_bankdetails_by_holder BEFORE INSERT ON public.grants_bankdetails FOR EACH ROW EXECUTE FUNCTION public.grants_bankdetails_by_holder();

ALTER TABLE public.grants_bankdetails ENABLE ALWAYS TRIGGER grants_bankdetails_by_holder;

CREATE TRIGGER grants_bankdetails_no_truncate BEFORE TRUNCATE ON public.grants_bankdetails FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.grants_bankdetails ENABLE ALWAYS TRIGGER grants_bankdetails_no_truncate;

CREATE TRIGGER grants_decision_append_only BEFORE DELETE OR UPDATE ON public.grants_decision FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.grants_decision ENABLE ALWAYS TRIGGER grants_decision_append_only;

CREATE TRIGGER grants_decision_no_truncate BEFORE TRUNCATE ON public.grants_decision FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.grants_decision ENABLE ALWAYS TRIGGER grants_decision_no_truncate;

CREATE CONSTRAINT TRIGGER grants_holderinvitation_by_deed AFTER INSERT OR UPDATE ON public.grants_holderinvitation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.kit_by_deed();

ALTER TABLE public.grants_holderinvitation ENABLE ALWAYS TRIGGER grants_holderinvitation_by_deed;

CREATE TRIGGER grants_instalment_needed BEFORE INSERT OR UPDATE OF status ON public.grants_instalment FOR EACH ROW EXECUTE FUNCTION public.grants_instalment_needed();

ALTER TABLE public.grants_instalment ENABLE ALWAYS TRIGGER grants_instalment_needed;

CREATE TRIGGER grants_instalment_no_truncate BEFORE TRUNCATE ON public.grants_instalment FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.grants_instalment ENABLE ALWAYS TRIGGER grants_instalment_no_truncate;

CREATE TRIGGER grants_member_fixed BEFORE INSERT ON public.grants_member FOR EACH ROW EXECUTE FUNCTION public.grants_member_fixed();

ALTER TABLE public.grants_member ENABLE ALWAYS TRIGGER grants_member_fixed;

CREATE TRIGGER grants_member_no_truncate BEFORE TRUNCATE ON public.grants_member FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.grants_member ENABLE ALWAYS TRIGGER grants_member_no_truncate;

CREATE TRIGGER grants_panel_fixed BEFORE UPDATE ON public.grants_panel FOR EACH ROW EXECUTE FUNCTION public.grants_panel_fixed();

ALTER TABLE public.grants_panel ENABLE ALWAYS TRIGGER grants_panel_fixed;

CREATE TRIGGER grants_panel_no_truncate BEFORE TRUNCATE ON public.grants_panel FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.grants_panel ENABLE ALWAYS TRIGGER grants_panel_no_truncate;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.account_emailaddress FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.account_emailaddress ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.account_emailconfirmation FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.account_emailconfirmation ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.audit_words FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.audit_words ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.auth_group FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.auth_group ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.auth_group_permissions FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.auth_group_permissions ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.auth_permission FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.auth_permission ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.django_content_type FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.django_content_type ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.django_session FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.django_session ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.evidence_expectation FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.evidence_expectation ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.evidence_indicator FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.evidence_indicator ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.evidence_kind FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.evidence_kind ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.evidence_observation FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.evidence_observation ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.evidence_observation_barred FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.evidence_observation_barred ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.grants_attendance FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.grants_attendance ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.grants_award FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.grants_award ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.grants_bankdetails FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.grants_bankdetails ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.grants_condition FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.grants_condition ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.grants_decision FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.grants_decision ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.grants_holderinvitation FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.grants_holderinvitation ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.grants_instalment FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.grants_instalment ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.grants_interest FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.grants_interest ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.grants_meeting FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.grants_meeting ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.grants_member FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.grants_member ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.grants_panel FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.grants_panel ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.grants_progressreport FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.grants_progressreport ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.kit_cache FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.kit_cache ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.ledger_account FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.ledger_account ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.ledger_commitment FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.ledger_commitment ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.ledger_deposit FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.ledger_deposit ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.ledger_entry ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.ledger_fund FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.ledger_fund ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.ledger_move FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.ledger_move ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.ledger_pot FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.ledger_pot ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.mfa_authenticator FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.mfa_authenticator ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.people_alias FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.people_alias ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.people_invitation FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.people_invitation ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.people_letter FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.people_letter ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.people_mailrefused FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.people_mailrefused ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.people_residency FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.people_residency ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.people_role FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.people_role ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.people_session FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.people_session ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.people_signincode FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.people_signincode ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.people_signup FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.people_signup ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.people_upload FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.people_upload ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.people_user FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.people_user ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.places_boundary FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.places_boundary ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.places_boundarycode FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.places_boundarycode ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.places_neighbourhood FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.places_neighbourhood ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.places_postcode FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.places_postcode ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.places_postcodeedition FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.places_postcodeedition ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.proposals_check FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.proposals_check ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.proposals_costline FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.proposals_costline ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.proposals_helperinvitation FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.proposals_helperinvitation ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.proposals_incompatiblepair FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.proposals_incompatiblepair ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.proposals_proposal FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.proposals_proposal ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.proposals_proposal_helpers FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.proposals_proposal_helpers ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.proposals_report FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.proposals_report ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.rounds_duty FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.rounds_duty ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.rounds_phaseturn FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.rounds_phaseturn ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.rounds_plan FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.rounds_plan ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.rounds_round FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.rounds_round ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_ballotline FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_ballotline ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_box FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_box ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_challenge FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_challenge ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_closing FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_closing ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_count FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_count ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_damagedballot FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_damagedballot ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_keyholder FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_keyholder ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_livetag FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_livetag ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_publishedballot FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_publishedballot ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_rollchange FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_rollchange ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_rollentry FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_rollentry ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_rolllook FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_rolllook ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_rollreport FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_rollreport ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_rulepreview FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_rulepreview ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_setaside FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_setaside ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_source FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_source ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER kit_from_site BEFORE INSERT OR DELETE OR UPDATE ON public.voting_wayon FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();

ALTER TABLE public.voting_wayon ENABLE ALWAYS TRIGGER kit_from_site;

CREATE TRIGGER ledger_account_append_only BEFORE DELETE OR UPDATE ON public.ledger_account FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.ledger_account ENABLE ALWAYS TRIGGER ledger_account_append_only;

CREATE TRIGGER ledger_account_no_truncate BEFORE TRUNCATE ON public.ledger_account FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.ledger_account ENABLE ALWAYS TRIGGER ledger_account_no_truncate;

CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON public.ledger_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.ledger_entry_balanced();

ALTER TABLE public.ledger_entry ENABLE ALWAYS TRIGGER ledger_balanced;

CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON public.ledger_move DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.ledger_move_balanced();

ALTER TABLE public.ledger_move ENABLE ALWAYS TRIGGER ledger_balanced;

CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT OR UPDATE ON public.ledger_pot DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.ledger_pot_balanced();

ALTER TABLE public.ledger_pot ENABLE ALWAYS TRIGGER ledger_balanced;

CREATE TRIGGER ledger_commitment_append_only BEFORE DELETE OR UPDATE ON public.ledger_commitment FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.ledger_commitment ENABLE ALWAYS TRIGGER ledger_commitment_append_only;

CREATE TRIGGER ledger_commitment_no_truncate BEFORE TRUNCATE ON public.ledger_commitment FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.ledger_commitment ENABLE ALWAYS TRIGGER ledger_commitment_no_truncate;

CREATE CONSTRAINT TRIGGER ledger_deposit_by_deed AFTER INSERT OR UPDATE ON public.ledger_deposit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.kit_by_deed();

ALTER TABLE public.ledger_deposit ENABLE ALWAYS TRIGGER ledger_deposit_by_deed;

CREATE TRIGGER ledger_deposit_guard BEFORE INSERT OR UPDATE ON public.ledger_deposit FOR EACH ROW EXECUTE FUNCTION public.ledger_deposit_guard();

ALTER TABLE public.ledger_deposit ENABLE ALWAYS TRIGGER ledger_deposit_guard;

CREATE TRIGGER ledger_deposit_no_truncate BEFORE TRUNCATE ON public.ledger_deposit FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.ledger_deposit ENABLE ALWAYS TRIGGER ledger_deposit_no_truncate;

CREATE TRIGGER ledger_entry_append_only BEFORE DELETE OR UPDATE ON public.ledger_entry FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_append_only;

CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_no_truncate;

CREATE TRIGGER ledger_move_append_only BEFORE DELETE OR UPDATE ON public.ledger_move FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.ledger_move ENABLE ALWAYS TRIGGER ledger_move_append_only;

CREATE CONSTRAINT TRIGGER ledger_move_confirmed AFTER INSERT ON public.ledger_move DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((((new.kind)::text = 'deposit'::text) AND (new.reverses_id IS NULL))) EXECUTE FUNCTION public.ledger_move_confirmed();

ALTER TABLE public.ledger_move ENABLE ALWAYS TRIGGER ledger_move_confirmed;

CREATE TRIGGER ledger_move_no_truncate BEFORE TRUNCATE ON public.ledger_move FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.ledger_move ENABLE ALWAYS TRIGGER ledger_move_no_truncate;

CREATE TRIGGER observation_barred_no_truncate BEFORE TRUNCATE ON public.evidence_observation_barred FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.evidence_observation_barred ENABLE ALWAYS TRIGGER observation_barred_no_truncate;

CREATE TRIGGER observation_barred_stands BEFORE DELETE OR UPDATE ON public.evidence_observation_barred FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.evidence_observation_barred ENABLE ALWAYS TRIGGER observation_barred_stands;

CREATE TRIGGER observation_no_truncate BEFORE TRUNCATE ON public.evidence_observation FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.evidence_observation ENABLE ALWAYS TRIGGER observation_no_truncate;

CREATE TRIGGER observation_stands BEFORE DELETE OR UPDATE ON public.evidence_observation FOR EACH ROW EXECUTE FUNCTION public.evidence_observation_stands();

ALTER TABLE public.evidence_observation ENABLE ALWAYS TRIGGER observation_stands;

CREATE TRIGGER people_role_apart BEFORE INSERT OR UPDATE OF ended_at ON public.people_role FOR EACH ROW EXECUTE FUNCTION public.people_role_apart();

ALTER TABLE public.people_role ENABLE ALWAYS TRIGGER people_role_apart;

CREATE TRIGGER people_role_no_truncate BEFORE TRUNCATE ON public.people_role FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.people_role ENABLE ALWAYS TRIGGER people_role_no_truncate;

CREATE TRIGGER people_user_no_truncate BEFORE TRUNCATE ON public.people_user FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.people_user ENABLE ALWAYS TRIGGER people_user_no_truncate;

CREATE TRIGGER people_user_only_unused BEFORE DELETE ON public.people_user FOR EACH ROW EXECUTE FUNCTION public.people_only_unused_goes();

ALTER TABLE public.people_user ENABLE ALWAYS TRIGGER people_user_only_unused;

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();

CREATE TRIGGER proposals_check_append_only BEFORE DELETE OR UPDATE ON public.proposals_check FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.proposals_check ENABLE ALWAYS TRIGGER proposals_check_append_only;

CREATE TRIGGER proposals_check_by_another BEFORE INSERT ON public.proposals_check FOR EACH ROW EXECUTE FUNCTION public.proposals_check_by_another();

ALTER TABLE public.proposals_check ENABLE ALWAYS TRIGGER proposals_check_by_another;

CREATE TRIGGER proposals_check_no_truncate BEFORE TRUNCATE ON public.proposals_check FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.proposals_check ENABLE ALWAYS TRIGGER proposals_check_no_truncate;

CREATE TRIGGER proposals_incompatiblepair_no_truncate BEFORE TRUNCATE ON public.proposals_incompatiblepair FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.proposals_incompatiblepair ENABLE ALWAYS TRIGGER proposals_incompatiblepair_no_truncate;

CREATE TRIGGER proposals_incompatiblepair_stands BEFORE DELETE OR UPDATE ON public.proposals_incompatiblepair FOR EACH ROW EXECUTE FUNCTION public.proposals_incompatible_pair_stands();

ALTER TABLE public.proposals_incompatiblepair ENABLE ALWAYS TRIGGER proposals_incompatiblepair_stands;

CREATE CONSTRAINT TRIGGER proposals_proposal_by_deed AFTER UPDATE ON public.proposals_proposal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((((old.status)::text <> 'draft'::text) AND ((new.status)::text IS DISTINCT FROM (old.status)::text))) EXECUTE FUNCTION public.kit_by_deed();

ALTER TABLE public.proposals_proposal ENABLE ALWAYS TRIGGER proposals_proposal_by_deed;

CREATE TRIGGER proposals_proposal_lead_once BEFORE UPDATE OF lead_id ON public.proposals_proposal FOR EACH ROW EXECUTE FUNCTION public.proposals_proposal_lead_once();

ALTER TABLE public.proposals_proposal ENABLE ALWAYS TRIGGER proposals_proposal_lead_once;

CREATE TRIGGER proposals_proposal_no_truncate BEFORE TRUNCATE ON public.proposals_proposal FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.proposals_proposal ENABLE ALWAYS TRIGGER proposals_proposal_no_truncate;

CREATE TRIGGER rounds_phaseturn_append_only BEFORE DELETE OR UPDATE ON public.rounds_phaseturn FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.rounds_phaseturn ENABLE ALWAYS TRIGGER rounds_phaseturn_append_only;

CREATE TRIGGER rounds_phaseturn_no_truncate BEFORE TRUNCATE ON public.rounds_phaseturn FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.rounds_phaseturn ENABLE ALWAYS TRIGGER rounds_phaseturn_no_truncate;

CREATE CONSTRAINT TRIGGER rounds_round_by_deed AFTER INSERT OR UPDATE OF ideas_open_at, ideas_close_at, develop_closes_at, voting_opens_at, voting_closes_at, challenge_closes_at, panel_meets_at, published_at, box_ready_at, vote_sealed_at, opened_at, counted_at, decided_at, cancelled_at, signed_off_at, rules, manifest, manifest_sha256, pot_pence ON public.rounds_round DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.kit_by_deed();

ALTER TABLE public.rounds_round ENABLE ALWAYS TRIGGER rounds_round_by_deed;

CREATE TRIGGER rounds_round_fixed BEFORE DELETE OR UPDATE ON public.rounds_round FOR EACH ROW EXECUTE FUNCTION public.rounds_fixed_when_published();

ALTER TABLE public.rounds_round ENABLE ALWAYS TRIGGER rounds_round_fixed;

CREATE TRIGGER rounds_round_money BEFORE INSERT OR UPDATE OF neighbourhood_id, fund_id, pot_id ON public.rounds_round FOR EACH ROW EXECUTE FUNCTION public.rounds_money_of_the_place();

ALTER TABLE public.rounds_round ENABLE ALWAYS TRIGGER rounds_round_money;

CREATE TRIGGER rounds_round_order BEFORE UPDATE ON public.rounds_round FOR EACH ROW EXECUTE FUNCTION public.voting_round_order();

ALTER TABLE public.rounds_round ENABLE ALWAYS TRIGGER rounds_round_order;

CREATE CONSTRAINT TRIGGER rounds_round_recorded AFTER UPDATE ON public.rounds_round DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.voting_round_recorded();

ALTER TABLE public.rounds_round ENABLE ALWAYS TRIGGER rounds_round_recorded;

CREATE CONSTRAINT TRIGGER rounds_round_rehearsal AFTER INSERT OR UPDATE ON public.rounds_round DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.origin)::text = 'rehearsal'::text)) EXECUTE FUNCTION public.voting_never_committed();

ALTER TABLE public.rounds_round ENABLE ALWAYS TRIGGER rounds_round_rehearsal;

CREATE TRIGGER rounds_round_with_door BEFORE UPDATE ON public.rounds_round FOR EACH ROW WHEN ((old.box_ready_at IS NOT NULL)) EXECUTE FUNCTION public.voting_round_by_door();

ALTER TABLE public.rounds_round ENABLE ALWAYS TRIGGER rounds_round_with_door;

CREATE CONSTRAINT TRIGGER voting_ballotline_by_deed AFTER INSERT ON public.voting_ballotline DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.kit_by_deed();

ALTER TABLE public.voting_ballotline ENABLE ALWAYS TRIGGER voting_ballotline_by_deed;

CREATE TRIGGER voting_ballotline_fixed BEFORE DELETE OR UPDATE ON public.voting_ballotline FOR EACH ROW EXECUTE FUNCTION public.voting_ballot_line_fixed();

ALTER TABLE public.voting_ballotline ENABLE ALWAYS TRIGGER voting_ballotline_fixed;

CREATE TRIGGER voting_ballotline_in_its_turn BEFORE INSERT ON public.voting_ballotline FOR EACH ROW EXECUTE FUNCTION public.voting_in_its_turn();

ALTER TABLE public.voting_ballotline ENABLE ALWAYS TRIGGER voting_ballotline_in_its_turn;

CREATE TRIGGER voting_ballotline_no_truncate BEFORE TRUNCATE ON public.voting_ballotline FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_ballotline ENABLE ALWAYS TRIGGER voting_ballotline_no_truncate;

CREATE TRIGGER voting_ballotline_with_door BEFORE UPDATE ON public.voting_ballotline FOR EACH ROW WHEN ((new.withdrawn_at IS NOT NULL)) EXECUTE FUNCTION public.voting_line_by_door();

ALTER TABLE public.voting_ballotline ENABLE ALWAYS TRIGGER voting_ballotline_with_door;

CREATE CONSTRAINT TRIGGER voting_box_by_deed AFTER INSERT OR UPDATE ON public.voting_box DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.kit_by_deed();

ALTER TABLE public.voting_box ENABLE ALWAYS TRIGGER voting_box_by_deed;

CREATE TRIGGER voting_box_fixed BEFORE DELETE OR UPDATE ON public.voting_box FOR EACH ROW EXECUTE FUNCTION public.voting_box_fixed();

ALTER TABLE public.voting_box ENABLE ALWAYS TRIGGER voting_box_fixed;

CREATE TRIGGER voting_box_no_truncate BEFORE TRUNCATE ON public.voting_box FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_box ENABLE ALWAYS TRIGGER voting_box_no_truncate;

CREATE CONSTRAINT TRIGGER voting_challenge_by_deed AFTER INSERT OR UPDATE ON public.voting_challenge DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.kit_by_deed();

ALTER TABLE public.voting_challenge ENABLE ALWAYS TRIGGER voting_challenge_by_deed;

CREATE TRIGGER voting_closing_append_only BEFORE DELETE OR UPDATE ON public.voting_closing FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_closing ENABLE ALWAYS TRIGGER voting_closing_append_only;

CREATE TRIGGER voting_closing_by_door AFTER INSERT ON public.voting_closing REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.voting_added_by_door();

ALTER TABLE public.voting_closing ENABLE ALWAYS TRIGGER voting_closing_by_door;

CREATE TRIGGER voting_closing_no_truncate BEFORE TRUNCATE ON public.voting_closing FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_closing ENABLE ALWAYS TRIGGER voting_closing_no_truncate;

CREATE TRIGGER voting_count_append_only BEFORE DELETE OR UPDATE ON public.voting_count FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_count ENABLE ALWAYS TRIGGER voting_count_append_only;

CREATE CONSTRAINT TRIGGER voting_count_by_deed AFTER INSERT ON public.voting_count DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.kit_by_deed();

ALTER TABLE public.voting_count ENABLE ALWAYS TRIGGER voting_count_by_deed;

CREATE TRIGGER voting_count_in_its_turn BEFORE INSERT ON public.voting_count FOR EACH ROW EXECUTE FUNCTION public.voting_in_its_turn();

ALTER TABLE public.voting_count ENABLE ALWAYS TRIGGER voting_count_in_its_turn;

CREATE TRIGGER voting_count_no_truncate BEFORE TRUNCATE ON public.voting_count FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_count ENABLE ALWAYS TRIGGER voting_count_no_truncate;

CREATE TRIGGER voting_count_with_door BEFORE INSERT ON public.voting_count FOR EACH ROW EXECUTE FUNCTION public.voting_count_by_door();

ALTER TABLE public.voting_count ENABLE ALWAYS TRIGGER voting_count_with_door;

CREATE TRIGGER voting_damagedballot_append_only BEFORE DELETE OR UPDATE ON public.voting_damagedballot FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_damagedballot ENABLE ALWAYS TRIGGER voting_damagedballot_append_only;

CREATE TRIGGER voting_damagedballot_by_door AFTER INSERT ON public.voting_damagedballot REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.voting_added_by_door();

ALTER TABLE public.voting_damagedballot ENABLE ALWAYS TRIGGER voting_damagedballot_by_door;

CREATE TRIGGER voting_damagedballot_no_truncate BEFORE TRUNCATE ON public.voting_damagedballot FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_damagedballot ENABLE ALWAYS TRIGGER voting_damagedballot_no_truncate;

CREATE TRIGGER voting_incompatible_pair_fixed BEFORE INSERT OR UPDATE ON public.proposals_incompatiblepair FOR EACH ROW EXECUTE FUNCTION public.voting_incompatible_pair_fixed();

ALTER TABLE public.proposals_incompatiblepair ENABLE ALWAYS TRIGGER voting_incompatible_pair_fixed;

CREATE CONSTRAINT TRIGGER voting_keyholder_by_deed AFTER INSERT OR DELETE OR UPDATE ON public.voting_keyholder DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.kit_by_deed();

ALTER TABLE public.voting_keyholder ENABLE ALWAYS TRIGGER voting_keyholder_by_deed;

CREATE TRIGGER voting_keyholder_fixed BEFORE INSERT OR DELETE OR UPDATE ON public.voting_keyholder FOR EACH ROW EXECUTE FUNCTION public.voting_keyholder_fixed();

ALTER TABLE public.voting_keyholder ENABLE ALWAYS TRIGGER voting_keyholder_fixed;

CREATE CONSTRAINT TRIGGER voting_keyholder_lost_recorded AFTER UPDATE ON public.voting_keyholder DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.lost_at IS DISTINCT FROM old.lost_at)) EXECUTE FUNCTION public.voting_lost_recorded();

ALTER TABLE public.voting_keyholder ENABLE ALWAYS TRIGGER voting_keyholder_lost_recorded;

CREATE TRIGGER voting_keyholder_no_truncate BEFORE TRUNCATE ON public.voting_keyholder FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_keyholder ENABLE ALWAYS TRIGGER voting_keyholder_no_truncate;

CREATE TRIGGER voting_keyholder_with_door BEFORE INSERT OR UPDATE ON public.voting_keyholder FOR EACH ROW EXECUTE FUNCTION public.voting_pressed_by_door();

ALTER TABLE public.voting_keyholder ENABLE ALWAYS TRIGGER voting_keyholder_with_door;

CREATE TRIGGER voting_livetag_append_only BEFORE DELETE OR UPDATE ON public.voting_livetag FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_livetag ENABLE ALWAYS TRIGGER voting_livetag_append_only;

CREATE TRIGGER voting_livetag_by_door AFTER INSERT ON public.voting_livetag REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.voting_added_by_door();

ALTER TABLE public.voting_livetag ENABLE ALWAYS TRIGGER voting_livetag_by_door;

CREATE TRIGGER voting_livetag_no_truncate BEFORE TRUNCATE ON public.voting_livetag FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_livetag ENABLE ALWAYS TRIGGER voting_livetag_no_truncate;

CREATE TRIGGER voting_publishedballot_append_only BEFORE DELETE OR UPDATE ON public.voting_publishedballot FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_publishedballot ENABLE ALWAYS TRIGGER voting_publishedballot_append_only;

CREATE TRIGGER voting_publishedballot_by_door AFTER INSERT ON public.voting_publishedballot REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.voting_added_by_door();

ALTER TABLE public.voting_publishedballot ENABLE ALWAYS TRIGGER voting_publishedballot_by_door;

CREATE TRIGGER voting_publishedballot_in_its_turn BEFORE INSERT ON public.voting_publishedballot FOR EACH ROW EXECUTE FUNCTION public.voting_in_its_turn();

ALTER TABLE public.voting_publishedballot ENABLE ALWAYS TRIGGER voting_publishedballot_in_its_turn;

CREATE TRIGGER voting_publishedballot_no_truncate BEFORE TRUNCATE ON public.voting_publishedballot FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_publishedballot ENABLE ALWAYS TRIGGER voting_publishedballot_no_truncate;

CREATE TRIGGER voting_publishedballot_picks BEFORE INSERT ON public.voting_publishedballot FOR EACH ROW WHEN ((new.choices = '[]'::jsonb)) EXECUTE FUNCTION public.voting_ballot_picks();

ALTER TABLE public.voting_publishedballot ENABLE ALWAYS TRIGGER voting_publishedballot_picks;

CREATE CONSTRAINT TRIGGER voting_rollchange_by_deed AFTER INSERT OR UPDATE ON public.voting_rollchange DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.kit_by_deed();

ALTER TABLE public.voting_rollchange ENABLE ALWAYS TRIGGER voting_rollchange_by_deed;

CREATE CONSTRAINT TRIGGER voting_rollentry_by_deed AFTER INSERT OR UPDATE ON public.voting_rollentry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.kit_by_deed();

ALTER TABLE public.voting_rollentry ENABLE ALWAYS TRIGGER voting_rollentry_by_deed;

CREATE TRIGGER voting_rollentry_grows BEFORE INSERT OR DELETE OR UPDATE ON public.voting_rollentry FOR EACH ROW EXECUTE FUNCTION public.voting_roll_grows();

ALTER TABLE public.voting_rollentry ENABLE ALWAYS TRIGGER voting_rollentry_grows;

CREATE TRIGGER voting_rollentry_no_truncate BEFORE TRUNCATE ON public.voting_rollentry FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_rollentry ENABLE ALWAYS TRIGGER voting_rollentry_no_truncate;

CREATE CONSTRAINT TRIGGER voting_rollentry_void_recorded AFTER UPDATE ON public.voting_rollentry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.voting_void_recorded();

ALTER TABLE public.voting_rollentry ENABLE ALWAYS TRIGGER voting_rollentry_void_recorded;

CREATE TRIGGER voting_rollentry_with_door BEFORE UPDATE ON public.voting_rollentry FOR EACH ROW WHEN (((old.void_at IS NULL) AND (new.void_at IS NOT NULL))) EXECUTE FUNCTION public.voting_void_by_two();

ALTER TABLE public.voting_rollentry ENABLE ALWAYS TRIGGER voting_rollentry_with_door;

CREATE TRIGGER voting_rolllook_append_only BEFORE DELETE OR UPDATE ON public.voting_rolllook FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_rolllook ENABLE ALWAYS TRIGGER voting_rolllook_append_only;

CREATE TRIGGER voting_rolllook_no_truncate BEFORE TRUNCATE ON public.voting_rolllook FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_rolllook ENABLE ALWAYS TRIGGER voting_rolllook_no_truncate;

CREATE CONSTRAINT TRIGGER voting_rollreport_by_deed AFTER INSERT OR UPDATE ON public.voting_rollreport DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.kit_by_deed();

ALTER TABLE public.voting_rollreport ENABLE ALWAYS TRIGGER voting_rollreport_by_deed;

CREATE TRIGGER voting_rulepreview_append_only BEFORE DELETE OR UPDATE ON public.voting_rulepreview FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_rulepreview ENABLE ALWAYS TRIGGER voting_rulepreview_append_only;

CREATE TRIGGER voting_rulepreview_no_truncate BEFORE TRUNCATE ON public.voting_rulepreview FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_rulepreview ENABLE ALWAYS TRIGGER voting_rulepreview_no_truncate;

CREATE TRIGGER voting_setaside_append_only BEFORE DELETE OR UPDATE ON public.voting_setaside FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_setaside ENABLE ALWAYS TRIGGER voting_setaside_append_only;

CREATE TRIGGER voting_setaside_by_door AFTER INSERT ON public.voting_setaside REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.voting_added_by_door();

ALTER TABLE public.voting_setaside ENABLE ALWAYS TRIGGER voting_setaside_by_door;

CREATE TRIGGER voting_setaside_no_truncate BEFORE TRUNCATE ON public.voting_setaside FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_setaside ENABLE ALWAYS TRIGGER voting_setaside_no_truncate;

CREATE TRIGGER voting_source_append_only BEFORE DELETE OR UPDATE ON public.voting_source FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_source ENABLE ALWAYS TRIGGER voting_source_append_only;

CREATE CONSTRAINT TRIGGER voting_source_by_deed AFTER INSERT ON public.voting_source DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.kit_by_deed();

ALTER TABLE public.voting_source ENABLE ALWAYS TRIGGER voting_source_by_deed;

CREATE TRIGGER voting_source_no_truncate BEFORE TRUNCATE ON public.voting_source FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_source ENABLE ALWAYS TRIGGER voting_source_no_truncate;

CREATE TRIGGER voting_wayon_no_truncate BEFORE TRUNCATE ON public.voting_wayon FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_wayon ENABLE ALWAYS TRIGGER voting_wayon_no_truncate;

CREATE CONSTRAINT TRIGGER voting_wayon_recorded AFTER INSERT OR UPDATE ON public.voting_wayon DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.voting_way_recorded();

ALTER TABLE public.voting_wayon ENABLE ALWAYS TRIGGER voting_wayon_recorded;

CREATE TRIGGER voting_wayon_stays BEFORE DELETE ON public.voting_wayon FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();

ALTER TABLE public.voting_wayon ENABLE ALWAYS TRIGGER voting_wayon_stays;

ALTER TABLE ONLY ballot.sealed
    ADD CONSTRAINT sealed_round FOREIGN KEY (round) REFERENCES public.rounds_round(id);

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evidence_expectation
    ADD CONSTRAINT evidence_expectation_indicator_id_d6340d70_fk_evidence_ FOREIGN KEY (indicator_id) REFERENCES public.evidence_indicator(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evidence_expectation
    ADD CONSTRAINT evidence_expectation_kind_id_432760a7_fk_evidence_kind_code FOREIGN KEY (kind_id) REFERENCES public.evidence_kind(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evidence_expectation
    ADD CONSTRAINT evidence_expectation_place_id_c6105c95_fk_places_ne FOREIGN KEY (place_id) REFERENCES public.places_neighbourhood(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evidence_kind
    ADD CONSTRAINT evidence_kind_indicator_id_084c248c_fk_evidence_ FOREIGN KEY (indicator_id) REFERENCES public.evidence_indicator(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evidence_observation_barred
    ADD CONSTRAINT evidence_observation_barred_user_id_68ad2352_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evidence_observation
    ADD CONSTRAINT evidence_observation_evidence_id_b854d852_fk_people_upload_id FOREIGN KEY (evidence_id) REFERENCES public.people_upload(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evidence_observation
    ADD CONSTRAINT evidence_observation_expectation_id_ff6bfef4_fk_evidence_ FOREIGN KEY (expectation_id) REFERENCES public.evidence_expectation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evidence_observation_barred
    ADD CONSTRAINT evidence_observation_observation_id_63aad757_fk_evidence_ FOREIGN KEY (observation_id) REFERENCES public.evidence_observation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evidence_observation
    ADD CONSTRAINT evidence_observation_recorded_by_id_971bf545_fk_people_user_id FOREIGN KEY (recorded_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evidence_observation
    ADD CONSTRAINT evidence_observation_supersedes_id_2f0b8d71_fk_evidence_ FOREIGN KEY (supersedes_id) REFERENCES public.evidence_observation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evidence_observation
    ADD CONSTRAINT evidence_observation_verified_by_id_0c2ccb01_fk_people_user_id FOREIGN KEY (verified_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_attendance
    ADD CONSTRAINT grants_attendance_meeting_id_737349fb_fk_grants_meeting_id FOREIGN KEY (meeting_id) REFERENCES public.grants_meeting(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_attendance
    ADD CONSTRAINT grants_attendance_member_id_e11a95a8_fk_grants_member_id FOREIGN KEY (member_id) REFERENCES public.grants_member(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_award
    ADD CONSTRAINT grants_award_commitment_id_f8886390_fk_ledger_commitment_id FOREIGN KEY (commitment_id) REFERENCES public.ledger_commitment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_award
    ADD CONSTRAINT grants_award_decision_id_2b7cc023_fk_grants_decision_id FOREIGN KEY (decision_id) REFERENCES public.grants_decision(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_award
    ADD CONSTRAINT grants_award_holder_id_ffed3ef1_fk_people_user_id FOREIGN KEY (holder_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_award
    ADD CONSTRAINT grants_award_offered_by_id_325b2922_fk_people_user_id FOREIGN KEY (offered_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_award
    ADD CONSTRAINT grants_award_proposal_id_c64eeb27_fk_proposals_proposal_id FOREIGN KEY (proposal_id) REFERENCES public.proposals_proposal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_bankdetails
    ADD CONSTRAINT grants_bankdetails_award_id_18034e86_fk_grants_award_id FOREIGN KEY (award_id) REFERENCES public.grants_award(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_bankdetails
    ADD CONSTRAINT grants_bankdetails_confirmed_by_id_5f7d0502_fk_people_user_id FOREIGN KEY (confirmed_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_bankdetails
    ADD CONSTRAINT grants_bankdetails_entered_by_id_e97471c7_fk_people_user_id FOREIGN KEY (entered_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_condition
    ADD CONSTRAINT grants_condition_award_id_6f5d8423_fk_grants_award_id FOREIGN KEY (award_id) REFERENCES public.grants_award(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_condition
    ADD CONSTRAINT grants_condition_cleared_by_id_69ce558d_fk_people_user_id FOREIGN KEY (cleared_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_decision
    ADD CONSTRAINT grants_decision_meeting_id_609cea72_fk_grants_meeting_id FOREIGN KEY (meeting_id) REFERENCES public.grants_meeting(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_decision
    ADD CONSTRAINT grants_decision_proposal_id_1c08b69c_fk_proposals_proposal_id FOREIGN KEY (proposal_id) REFERENCES public.proposals_proposal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_holderinvitation
    ADD CONSTRAINT grants_holderinvitat_accepted_by_id_3ea0ec58_fk_people_us FOREIGN KEY (accepted_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_holderinvitation
    ADD CONSTRAINT grants_holderinvitat_invited_by_id_0e4f3bd0_fk_people_us FOREIGN KEY (invited_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_holderinvitation
    ADD CONSTRAINT grants_holderinvitation_award_id_a1881fec_fk_grants_award_id FOREIGN KEY (award_id) REFERENCES public.grants_award(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_instalment
    ADD CONSTRAINT grants_instalment_approved_by_id_29b1b7ec_fk_people_user_id FOREIGN KEY (approved_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_instalment
    ADD CONSTRAINT grants_instalment_authorised_by_id_677862e4_fk_people_user_id FOREIGN KEY (authorised_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_instalment
    ADD CONSTRAINT grants_instalment_award_id_9f542d57_fk_grants_award_id FOREIGN KEY (award_id) REFERENCES public.grants_award(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_instalment
    ADD CONSTRAINT grants_instalment_bank_entered_by_id_8723e9bb_fk_people_user_id FOREIGN KEY (bank_entered_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_instalment
    ADD CONSTRAINT grants_instalment_milestone_met_by_id_5ac42a74_fk_people_us FOREIGN KEY (milestone_met_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_instalment
    ADD CONSTRAINT grants_instalment_move_id_7ad4e7af_fk_ledger_move_id FOREIGN KEY (move_id) REFERENCES public.ledger_move(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_instalment
    ADD CONSTRAINT grants_instalment_sent_by_id_22e1bd52_fk_people_user_id FOREIGN KEY (sent_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_interest
    ADD CONSTRAINT grants_interest_meeting_id_a910e77f_fk_grants_meeting_id FOREIGN KEY (meeting_id) REFERENCES public.grants_meeting(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_interest
    ADD CONSTRAINT grants_interest_member_id_39d63d07_fk_grants_member_id FOREIGN KEY (member_id) REFERENCES public.grants_member(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_interest
    ADD CONSTRAINT grants_interest_proposal_id_8808b438_fk_proposals_proposal_id FOREIGN KEY (proposal_id) REFERENCES public.proposals_proposal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_meeting
    ADD CONSTRAINT grants_meeting_panel_id_11042b7d_fk_grants_panel_id FOREIGN KEY (panel_id) REFERENCES public.grants_panel(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_meeting
    ADD CONSTRAINT grants_meeting_round_id_617c4d73_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_member
    ADD CONSTRAINT grants_member_panel_id_831b0c81_fk_grants_panel_id FOREIGN KEY (panel_id) REFERENCES public.grants_panel(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_member
    ADD CONSTRAINT grants_member_person_id_5c445e4f_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_panel
    ADD CONSTRAINT grants_panel_neighbourhood_id_90c52221_fk_places_ne FOREIGN KEY (neighbourhood_id) REFERENCES public.places_neighbourhood(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_progressreport
    ADD CONSTRAINT grants_progressreport_accepted_by_id_f38c979a_fk_people_user_id FOREIGN KEY (accepted_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_progressreport
    ADD CONSTRAINT grants_progressreport_award_id_d3b88bf3_fk_grants_award_id FOREIGN KEY (award_id) REFERENCES public.grants_award(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_progressreport
    ADD CONSTRAINT grants_progressreport_photo_id_2fa96bb2_fk_people_upload_id FOREIGN KEY (photo_id) REFERENCES public.people_upload(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.grants_progressreport
    ADD CONSTRAINT grants_progressreport_sent_by_id_ddba4527_fk_people_user_id FOREIGN KEY (sent_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_fund_id_3ef65f98_fk_ledger_fund_id FOREIGN KEY (fund_id) REFERENCES public.ledger_fund(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_pot_id_ae3ce340_fk_ledger_pot_id FOREIGN KEY (pot_id) REFERENCES public.ledger_pot(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_commitment
    ADD CONSTRAINT ledger_commitment_pot_id_e43fd81d_fk_ledger_pot_id FOREIGN KEY (pot_id) REFERENCES public.ledger_pot(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_deposit
    ADD CONSTRAINT ledger_deposit_confirmed_by_id_8174b8e6_fk_people_user_id FOREIGN KEY (confirmed_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_deposit
    ADD CONSTRAINT ledger_deposit_entered_by_id_ec53df9e_fk_people_user_id FOREIGN KEY (entered_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_deposit
    ADD CONSTRAINT ledger_deposit_fund_id_747fd752_fk_ledger_fund_id FOREIGN KEY (fund_id) REFERENCES public.ledger_fund(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_deposit
    ADD CONSTRAINT ledger_deposit_move_id_914125e1_fk_ledger_move_id FOREIGN KEY (move_id) REFERENCES public.ledger_move(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_deposit
    ADD CONSTRAINT ledger_deposit_neighbourhood_id_dc375df2_fk_places_ne FOREIGN KEY (neighbourhood_id) REFERENCES public.places_neighbourhood(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_deposit
    ADD CONSTRAINT ledger_deposit_taken_back_by_id_320376c2_fk_people_user_id FOREIGN KEY (taken_back_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_account_id_e9f5e345_fk_ledger_account_id FOREIGN KEY (account_id) REFERENCES public.ledger_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_move_id_bac1700d_fk_ledger_move_id FOREIGN KEY (move_id) REFERENCES public.ledger_move(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_fund
    ADD CONSTRAINT ledger_fund_neighbourhood_id_7965978a_fk_places_ne FOREIGN KEY (neighbourhood_id) REFERENCES public.places_neighbourhood(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_move
    ADD CONSTRAINT ledger_move_commitment_id_f54683ed_fk_ledger_commitment_id FOREIGN KEY (commitment_id) REFERENCES public.ledger_commitment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_move
    ADD CONSTRAINT ledger_move_fund_id_ba289c8f_fk_ledger_fund_id FOREIGN KEY (fund_id) REFERENCES public.ledger_fund(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_move
    ADD CONSTRAINT ledger_move_pot_id_5aaf2dfc_fk_ledger_pot_id FOREIGN KEY (pot_id) REFERENCES public.ledger_pot(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_move
    ADD CONSTRAINT ledger_move_reverses_id_682c5210_fk_ledger_move_id FOREIGN KEY (reverses_id) REFERENCES public.ledger_move(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_pot
    ADD CONSTRAINT ledger_pot_fund_id_7df1eb24_fk_ledger_fund_id FOREIGN KEY (fund_id) REFERENCES public.ledger_fund(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_alias
    ADD CONSTRAINT people_alias_person_id_2300be71_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_accepted_by_id_66da8fc9_fk_people_user_id FOREIGN KEY (accepted_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_invited_by_id_3784d49d_fk_people_user_id FOREIGN KEY (invited_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_neighbourhood_id_8bde3a23_fk_places_ne FOREIGN KEY (neighbourhood_id) REFERENCES public.places_neighbourhood(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_mailrefused
    ADD CONSTRAINT people_mailrefused_person_id_dbec68b2_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_residency
    ADD CONSTRAINT people_residency_neighbourhood_id_7fedddb1_fk_places_ne FOREIGN KEY (neighbourhood_id) REFERENCES public.places_neighbourhood(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_residency
    ADD CONSTRAINT people_residency_person_id_1fbdef0c_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_residency
    ADD CONSTRAINT people_residency_verified_by_id_8dda71af_fk_people_user_id FOREIGN KEY (verified_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_role
    ADD CONSTRAINT people_role_given_by_id_cc2ad48f_fk_people_user_id FOREIGN KEY (given_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_role
    ADD CONSTRAINT people_role_neighbourhood_id_d3b49f72_fk_places_ne FOREIGN KEY (neighbourhood_id) REFERENCES public.places_neighbourhood(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_role
    ADD CONSTRAINT people_role_person_id_7fefa71f_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_signup
    ADD CONSTRAINT people_signup_person_id_a4008170_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_upload
    ADD CONSTRAINT people_upload_owner_id_c15a78fb_fk_people_user_id FOREIGN KEY (owner_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.places_boundary
    ADD CONSTRAINT places_boundary_neighbourhood_id_48c805fd_fk_places_ne FOREIGN KEY (neighbourhood_id) REFERENCES public.places_neighbourhood(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.places_boundarycode
    ADD CONSTRAINT places_boundarycode_boundary_id_63f15669_fk_places_boundary_id FOREIGN KEY (boundary_id) REFERENCES public.places_boundary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.places_postcode
    ADD CONSTRAINT places_postcode_edition_id_d980dac0_fk_places_po FOREIGN KEY (edition_id) REFERENCES public.places_postcodeedition(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.places_postcodeedition
    ADD CONSTRAINT places_postcodeediti_neighbourhood_id_4a1f58aa_fk_places_ne FOREIGN KEY (neighbourhood_id) REFERENCES public.places_neighbourhood(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);

ALTER TABLE ONLY public.proposals_check
    ADD CONSTRAINT proposals_check_by_id_c5956332_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_check
    ADD CONSTRAINT proposals_check_proposal_id_7cc3289f_fk_proposals_proposal_id FOREIGN KEY (proposal_id) REFERENCES public.proposals_proposal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_costline
    ADD CONSTRAINT proposals_costline_proposal_id_4c5f6fdf_fk_proposals FOREIGN KEY (proposal_id) REFERENCES public.proposals_proposal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_helperinvitation
    ADD CONSTRAINT proposals_helperinvi_accepted_by_id_15ed6606_fk_people_us FOREIGN KEY (accepted_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_helperinvitation
    ADD CONSTRAINT proposals_helperinvi_invited_by_id_ceb6c96b_fk_people_us FOREIGN KEY (invited_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_helperinvitation
    ADD CONSTRAINT proposals_helperinvi_proposal_id_402d9b80_fk_proposals FOREIGN KEY (proposal_id) REFERENCES public.proposals_proposal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_incompatiblepair
    ADD CONSTRAINT proposals_incompatib_declared_by_id_17d1e7db_fk_people_us FOREIGN KEY (declared_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_incompatiblepair
    ADD CONSTRAINT proposals_incompatib_one_id_12dff503_fk_proposals FOREIGN KEY (one_id) REFERENCES public.proposals_proposal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_incompatiblepair
    ADD CONSTRAINT proposals_incompatib_other_id_7d59759d_fk_proposals FOREIGN KEY (other_id) REFERENCES public.proposals_proposal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_incompatiblepair
    ADD CONSTRAINT proposals_incompatib_withdrawn_by_id_73fe3bc0_fk_people_us FOREIGN KEY (withdrawn_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_proposal
    ADD CONSTRAINT proposals_proposal_entered_by_id_00833859_fk_people_user_id FOREIGN KEY (entered_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_proposal_helpers
    ADD CONSTRAINT proposals_proposal_h_proposal_id_783ca1c6_fk_proposals FOREIGN KEY (proposal_id) REFERENCES public.proposals_proposal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_proposal_helpers
    ADD CONSTRAINT proposals_proposal_helpers_user_id_427ab5eb_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_proposal
    ADD CONSTRAINT proposals_proposal_indicator_id_54a5956e_fk_evidence_ FOREIGN KEY (indicator_id) REFERENCES public.evidence_indicator(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_proposal
    ADD CONSTRAINT proposals_proposal_kind_id_d3d78922_fk_evidence_kind_code FOREIGN KEY (kind_id) REFERENCES public.evidence_kind(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_proposal
    ADD CONSTRAINT proposals_proposal_lead_id_4203f0c7_fk_people_user_id FOREIGN KEY (lead_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_proposal
    ADD CONSTRAINT proposals_proposal_looked_by_id_70fe28cd_fk_people_user_id FOREIGN KEY (looked_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_proposal
    ADD CONSTRAINT proposals_proposal_photo_id_d3552f96_fk_people_upload_id FOREIGN KEY (photo_id) REFERENCES public.people_upload(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_proposal
    ADD CONSTRAINT proposals_proposal_refused_by_id_06b49134_fk_people_user_id FOREIGN KEY (refused_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_proposal
    ADD CONSTRAINT proposals_proposal_round_id_37798e53_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_proposal
    ADD CONSTRAINT proposals_proposal_second_look_by_id_b520c485_fk_people_user_id FOREIGN KEY (second_look_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_report
    ADD CONSTRAINT proposals_report_answered_by_id_449e4dd8_fk_people_user_id FOREIGN KEY (answered_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_report
    ADD CONSTRAINT proposals_report_by_id_5105f3fc_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.proposals_report
    ADD CONSTRAINT proposals_report_proposal_id_02c37a3d_fk_proposals_proposal_id FOREIGN KEY (proposal_id) REFERENCES public.proposals_proposal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.rounds_duty
    ADD CONSTRAINT rounds_duty_person_id_107ac93b_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.rounds_duty
    ADD CONSTRAINT rounds_duty_round_id_2314eb47_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.rounds_phaseturn
    ADD CONSTRAINT rounds_phaseturn_round_id_9c43676e_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.rounds_plan
    ADD CONSTRAINT rounds_plan_agreed_by_id_96d8f5a6_fk_people_user_id FOREIGN KEY (agreed_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.rounds_plan
    ADD CONSTRAINT rounds_plan_fund_id_85f45af5_fk_ledger_fund_id FOREIGN KEY (fund_id) REFERENCES public.ledger_fund(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.rounds_round
    ADD CONSTRAINT rounds_round_fund_id_e442258c_fk_ledger_fund_id FOREIGN KEY (fund_id) REFERENCES public.ledger_fund(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.rounds_round
    ADD CONSTRAINT rounds_round_neighbourhood_id_bc0b26cc_fk_places_ne FOREIGN KEY (neighbourhood_id) REFERENCES public.places_neighbourhood(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.rounds_round
    ADD CONSTRAINT rounds_round_pot_id_3ac4a285_fk_ledger_pot_id FOREIGN KEY (pot_id) REFERENCES public.ledger_pot(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.rounds_round
    ADD CONSTRAINT rounds_round_set_up_by_id_3ca88d5b_fk_people_user_id FOREIGN KEY (set_up_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_session
    ADD CONSTRAINT session_person FOREIGN KEY (person_id) REFERENCES public.people_user(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_ballotline
    ADD CONSTRAINT voting_ballotline_proposal_id_a61b115a_fk_proposals_proposal_id FOREIGN KEY (proposal_id) REFERENCES public.proposals_proposal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_ballotline
    ADD CONSTRAINT voting_ballotline_round_id_4cc60d61_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_box
    ADD CONSTRAINT voting_box_round_id_98e95230_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_challenge
    ADD CONSTRAINT voting_challenge_answered_by_id_d43f09ca_fk_people_user_id FOREIGN KEY (answered_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_challenge
    ADD CONSTRAINT voting_challenge_by_id_d87d220e_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_challenge
    ADD CONSTRAINT voting_challenge_proposal_id_52e0829c_fk_proposals_proposal_id FOREIGN KEY (proposal_id) REFERENCES public.proposals_proposal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_challenge
    ADD CONSTRAINT voting_challenge_round_id_e86da2eb_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_closing
    ADD CONSTRAINT voting_closing_round_id_92649ac9_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_count
    ADD CONSTRAINT voting_count_round_id_c9921137_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_damagedballot
    ADD CONSTRAINT voting_damagedballot_round_id_c7ea40c6_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_keyholder
    ADD CONSTRAINT voting_keyholder_lost_said_by_id_c24072ec_fk_people_user_id FOREIGN KEY (lost_said_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_keyholder
    ADD CONSTRAINT voting_keyholder_person_id_051ae4fd_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_keyholder
    ADD CONSTRAINT voting_keyholder_round_id_4b57ea53_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_livetag
    ADD CONSTRAINT voting_livetag_round_id_0351086d_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_publishedballot
    ADD CONSTRAINT voting_publishedballot_round_id_867d3aee_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_rollchange
    ADD CONSTRAINT voting_rollchange_asked_by_id_a30b418e_fk_people_user_id FOREIGN KEY (asked_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_rollchange
    ADD CONSTRAINT voting_rollchange_decided_by_id_f5036de7_fk_people_user_id FOREIGN KEY (decided_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_rollchange
    ADD CONSTRAINT voting_rollchange_entry_id_7a8ad5ed_fk_voting_rollentry_id FOREIGN KEY (entry_id) REFERENCES public.voting_rollentry(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_rollentry
    ADD CONSTRAINT voting_rollentry_round_id_9cd5b179_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_rollentry
    ADD CONSTRAINT voting_rollentry_voter_id_73895ade_fk_people_user_id FOREIGN KEY (voter_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_rolllook
    ADD CONSTRAINT voting_rolllook_by_id_f49c11ef_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_rolllook
    ADD CONSTRAINT voting_rolllook_entry_id_9483364d_fk_voting_rollentry_id FOREIGN KEY (entry_id) REFERENCES public.voting_rollentry(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_rollreport
    ADD CONSTRAINT voting_rollreport_answered_by_id_104b2fb2_fk_people_user_id FOREIGN KEY (answered_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_rollreport
    ADD CONSTRAINT voting_rollreport_entry_id_fe97a8ac_fk_voting_rollentry_id FOREIGN KEY (entry_id) REFERENCES public.voting_rollentry(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_rulepreview
    ADD CONSTRAINT voting_rulepreview_by_id_6fba7b40_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_rulepreview
    ADD CONSTRAINT voting_rulepreview_on_round_id_6415fb23_fk_rounds_round_id FOREIGN KEY (on_round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_rulepreview
    ADD CONSTRAINT voting_rulepreview_round_id_5e09b691_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_setaside
    ADD CONSTRAINT voting_setaside_round_id_20b22a06_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_source
    ADD CONSTRAINT voting_source_round_id_0cc78016_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_wayon
    ADD CONSTRAINT voting_wayon_agreed_by_id_f76ccf2c_fk_people_user_id FOREIGN KEY (agreed_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_wayon
    ADD CONSTRAINT voting_wayon_asked_by_id_9767096b_fk_people_user_id FOREIGN KEY (asked_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.voting_wayon
    ADD CONSTRAINT voting_wayon_round_id_55120523_fk_rounds_round_id FOREIGN KEY (round_id) REFERENCES public.rounds_round(id) DEFERRABLE INITIALLY DEFERRED;

GRANT USAGE ON SCHEMA audit TO allotment_app;
GRANT USAGE ON SCHEMA audit TO allotment_sequencer;
GRANT USAGE ON SCHEMA audit TO allotment_auditor;

GRANT USAGE ON SCHEMA ballot TO allotment_app;

GRANT USAGE ON SCHEMA public TO allotment_app;
GRANT USAGE ON SCHEMA public TO allotment_sequencer;
GRANT USAGE ON SCHEMA public TO allotment_auditor;

REVOKE ALL ON FUNCTION audit.has_entry(p_subject uuid, VARIADIC p_kinds text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.has_entry(p_subject uuid, VARIADIC p_kinds text[]) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.cast_ballot(p_round uuid, p_kr_sha256 bytea, p_k bytea, p_live bytea, p_ct bytea, p_base integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.cast_ballot(p_round uuid, p_kr_sha256 bytea, p_k bytea, p_live bytea, p_ct bytea, p_base integer) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.check_box(p_round uuid, p_door bytea, p_valid bytea[], p_void bytea[]) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.check_box(p_round uuid, p_door bytea, p_valid bytea[], p_void bytea[]) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.close_box(p_round uuid, p_door bytea, p_valid bytea[], p_void bytea[]) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.close_box(p_round uuid, p_door bytea, p_valid bytea[], p_void bytea[]) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.count_batched(p_round uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.count_batched(p_round uuid) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.destroy(p_round uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.destroy(p_round uuid) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.discard(p_round uuid, p_door bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.discard(p_round uuid, p_door bytea) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.export_shuffled(p_round uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.export_shuffled(p_round uuid) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.final_tags(p_round uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.final_tags(p_round uuid) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.has_ballot(p_round uuid, p_k bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.has_ballot(p_round uuid, p_k bytea) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.has_door(p_round uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ballot.hold_against_list(p_round uuid, p_valid bytea[], p_void bytea[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION ballot.in_box(p_round uuid, p_live bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.in_box(p_round uuid, p_live bytea) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.is_empty(p_round uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ballot.move_replaced(p_round uuid, p_least integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION ballot.must_be_closed(p_round uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ballot.must_be_recorded(p_round uuid, kind text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ballot.must_have_door(p_round uuid, p_door bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION ballot.publish_batch(p_round uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.publish_batch(p_round uuid) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.put_aside(p_round uuid, p_door bytea, p_why text, p_tags bytea[]) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.put_aside(p_round uuid, p_door bytea, p_why text, p_tags bytea[]) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.root_of(tags bytea[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION ballot.show_door(p_round uuid, p_door bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.show_door(p_round uuid, p_door bytea) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.take_notice(p_round uuid, p_k bytea, p_tag bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.take_notice(p_round uuid, p_k bytea, p_tag bytea) TO allotment_app;

REVOKE ALL ON FUNCTION ballot.to_destroy(p_round uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ballot.to_destroy(p_round uuid) TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.rounds_round TO allotment_app;
GRANT SELECT ON TABLE public.rounds_round TO allotment_auditor;

GRANT UPDATE(title) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(about) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(pot_pence) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(rules) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(manifest) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(manifest_sha256) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(ideas_open_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(ideas_close_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(develop_closes_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(voting_opens_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(voting_closes_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(challenge_closes_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(panel_meets_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(panel_meets_where) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(outcomes_due_on) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(published_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(box_ready_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(vote_sealed_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(opened_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(counted_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(decided_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(signed_off_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(cancelled_at) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(fund_id) ON TABLE public.rounds_round TO allotment_app;

GRANT UPDATE(pot_id) ON TABLE public.rounds_round TO allotment_app;

GRANT SELECT ON TABLE public.ledger_move TO allotment_auditor;
GRANT SELECT,INSERT ON TABLE public.ledger_move TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.procrastinate_jobs TO allotment_app;

GRANT UPDATE(queue_name) ON TABLE public.procrastinate_jobs TO allotment_app;

GRANT UPDATE(lock) ON TABLE public.procrastinate_jobs TO allotment_app;

GRANT UPDATE(status) ON TABLE public.procrastinate_jobs TO allotment_app;

GRANT UPDATE(scheduled_at) ON TABLE public.procrastinate_jobs TO allotment_app;

GRANT UPDATE(attempts) ON TABLE public.procrastinate_jobs TO allotment_app;

GRANT UPDATE(priority) ON TABLE public.procrastinate_jobs TO allotment_app;

GRANT UPDATE(abort_requested) ON TABLE public.procrastinate_jobs TO allotment_app;

GRANT UPDATE(worker_id) ON TABLE public.procrastinate_jobs TO allotment_app;

REVOKE ALL ON FUNCTION public.voting_must_have_door(what text, its_round uuid) FROM PUBLIC;

GRANT SELECT ON TABLE audit.epoch TO allotment_app;
GRANT SELECT ON TABLE audit.epoch TO allotment_sequencer;
GRANT SELECT ON TABLE audit.epoch TO allotment_auditor;

GRANT SELECT ON TABLE audit.event TO allotment_app;
GRANT SELECT ON TABLE audit.event TO allotment_sequencer;
GRANT SELECT ON TABLE audit.event TO allotment_auditor;

GRANT INSERT(event_uuid) ON TABLE audit.event TO allotment_app;

GRANT INSERT(at) ON TABLE audit.event TO allotment_app;

GRANT INSERT(kind) ON TABLE audit.event TO allotment_app;

GRANT INSERT(place_ref) ON TABLE audit.event TO allotment_app;

GRANT INSERT(round_ref) ON TABLE audit.event TO allotment_app;

GRANT INSERT(actor_ref) ON TABLE audit.event TO allotment_app;

GRANT INSERT(subject_ref) ON TABLE audit.event TO allotment_app;

GRANT INSERT(role) ON TABLE audit.event TO allotment_app;

GRANT INSERT(audience) ON TABLE audit.event TO allotment_app;

GRANT INSERT(body) ON TABLE audit.event TO allotment_app;

GRANT INSERT(salt) ON TABLE audit.event TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.account_emailaddress TO allotment_app;

GRANT UPDATE(email) ON TABLE public.account_emailaddress TO allotment_app;

GRANT UPDATE(verified) ON TABLE public.account_emailaddress TO allotment_app;

GRANT UPDATE("primary") ON TABLE public.account_emailaddress TO allotment_app;

GRANT UPDATE(user_id) ON TABLE public.account_emailaddress TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.account_emailaddress_id_seq TO allotment_app;

GRANT SELECT,DELETE ON TABLE public.account_emailconfirmation TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.account_emailconfirmation_id_seq TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.audit_words TO allotment_app;
GRANT SELECT ON TABLE public.audit_words TO allotment_auditor;

GRANT SELECT ON TABLE public.auth_group TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.auth_group_id_seq TO allotment_app;

GRANT SELECT ON TABLE public.auth_group_permissions TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.auth_group_permissions_id_seq TO allotment_app;

GRANT SELECT ON TABLE public.auth_permission TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.auth_permission_id_seq TO allotment_app;

GRANT SELECT ON TABLE public.django_content_type TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.django_content_type_id_seq TO allotment_app;

GRANT SELECT ON TABLE public.django_migrations TO allotment_app;

GRANT SELECT ON TABLE public.evidence_expectation TO allotment_auditor;
GRANT SELECT,INSERT ON TABLE public.evidence_expectation TO allotment_app;

GRANT UPDATE(label) ON TABLE public.evidence_expectation TO allotment_app;

GRANT UPDATE(round_number) ON TABLE public.evidence_expectation TO allotment_app;

GRANT UPDATE(theme) ON TABLE public.evidence_expectation TO allotment_app;

GRANT UPDATE(baseline) ON TABLE public.evidence_expectation TO allotment_app;

GRANT UPDATE(target) ON TABLE public.evidence_expectation TO allotment_app;

GRANT UPDATE(due) ON TABLE public.evidence_expectation TO allotment_app;

GRANT UPDATE(funded_at) ON TABLE public.evidence_expectation TO allotment_app;

GRANT UPDATE(place_id) ON TABLE public.evidence_expectation TO allotment_app;

GRANT UPDATE(indicator_id) ON TABLE public.evidence_expectation TO allotment_app;

GRANT UPDATE(kind_id) ON TABLE public.evidence_expectation TO allotment_app;

GRANT UPDATE(baseline_source) ON TABLE public.evidence_expectation TO allotment_app;

GRANT UPDATE(baseline_on) ON TABLE public.evidence_expectation TO allotment_app;

GRANT SELECT ON TABLE public.evidence_indicator TO allotment_auditor;
GRANT SELECT ON TABLE public.evidence_indicator TO allotment_app;

GRANT SELECT ON TABLE public.evidence_kind TO allotment_auditor;
GRANT SELECT ON TABLE public.evidence_kind TO allotment_app;

GRANT SELECT ON TABLE public.evidence_observation TO allotment_auditor;
GRANT SELECT,INSERT ON TABLE public.evidence_observation TO allotment_app;

GRANT UPDATE(verified_at) ON TABLE public.evidence_observation TO allotment_app;

GRANT UPDATE(verified_by_id) ON TABLE public.evidence_observation TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.evidence_observation_barred TO allotment_app;
GRANT SELECT ON TABLE public.evidence_observation_barred TO allotment_auditor;

GRANT SELECT,USAGE ON SEQUENCE public.evidence_observation_barred_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.grants_attendance TO allotment_app;
GRANT SELECT ON TABLE public.grants_attendance TO allotment_auditor;

GRANT UPDATE(present) ON TABLE public.grants_attendance TO allotment_app;

GRANT UPDATE(declared_at) ON TABLE public.grants_attendance TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.grants_attendance_id_seq TO allotment_app;

GRANT SELECT ON TABLE public.grants_award TO allotment_auditor;
GRANT SELECT,INSERT ON TABLE public.grants_award TO allotment_app;

GRANT UPDATE(holder_name) ON TABLE public.grants_award TO allotment_app;

GRANT UPDATE(status) ON TABLE public.grants_award TO allotment_app;

GRANT UPDATE(answer_by) ON TABLE public.grants_award TO allotment_app;

GRANT UPDATE(answered_at) ON TABLE public.grants_award TO allotment_app;

GRANT UPDATE(completed_at) ON TABLE public.grants_award TO allotment_app;

GRANT UPDATE(holder_id) ON TABLE public.grants_award TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.grants_bankdetails TO allotment_app;

GRANT SELECT(id) ON TABLE public.grants_bankdetails TO allotment_auditor;

GRANT SELECT(entered_at) ON TABLE public.grants_bankdetails TO allotment_auditor;

GRANT UPDATE(confirmed_at) ON TABLE public.grants_bankdetails TO allotment_app;
GRANT SELECT(confirmed_at) ON TABLE public.grants_bankdetails TO allotment_auditor;

GRANT UPDATE(confirmed_how) ON TABLE public.grants_bankdetails TO allotment_app;
GRANT SELECT(confirmed_how) ON TABLE public.grants_bankdetails TO allotment_auditor;

GRANT SELECT(award_id) ON TABLE public.grants_bankdetails TO allotment_auditor;

GRANT UPDATE(confirmed_by_id) ON TABLE public.grants_bankdetails TO allotment_app;
GRANT SELECT(confirmed_by_id) ON TABLE public.grants_bankdetails TO allotment_auditor;

GRANT SELECT(entered_by_id) ON TABLE public.grants_bankdetails TO allotment_auditor;

GRANT SELECT,INSERT ON TABLE public.grants_condition TO allotment_app;
GRANT SELECT ON TABLE public.grants_condition TO allotment_auditor;

GRANT UPDATE(cleared_at) ON TABLE public.grants_condition TO allotment_app;

GRANT UPDATE(cleared_by_id) ON TABLE public.grants_condition TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.grants_condition_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.grants_decision TO allotment_app;
GRANT SELECT ON TABLE public.grants_decision TO allotment_auditor;

GRANT SELECT,INSERT ON TABLE public.grants_holderinvitation TO allotment_app;

GRANT UPDATE(accepted_at) ON TABLE public.grants_holderinvitation TO allotment_app;

GRANT UPDATE(withdrawn_at) ON TABLE public.grants_holderinvitation TO allotment_app;

GRANT UPDATE(accepted_by_id) ON TABLE public.grants_holderinvitation TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.grants_instalment TO allotment_app;
GRANT SELECT ON TABLE public.grants_instalment TO allotment_auditor;

GRANT UPDATE(pence) ON TABLE public.grants_instalment TO allotment_app;

GRANT UPDATE(due_on) ON TABLE public.grants_instalment TO allotment_app;

GRANT UPDATE(status) ON TABLE public.grants_instalment TO allotment_app;

GRANT UPDATE(milestone_met_at) ON TABLE public.grants_instalment TO allotment_app;

GRANT UPDATE(approved_at) ON TABLE public.grants_instalment TO allotment_app;

GRANT UPDATE(authorised_at) ON TABLE public.grants_instalment TO allotment_app;

GRANT UPDATE(sent_at) ON TABLE public.grants_instalment TO allotment_app;

GRANT UPDATE(bank_reference) ON TABLE public.grants_instalment TO allotment_app;

GRANT UPDATE(approved_by_id) ON TABLE public.grants_instalment TO allotment_app;

GRANT UPDATE(authorised_by_id) ON TABLE public.grants_instalment TO allotment_app;

GRANT UPDATE(bank_entered_by_id) ON TABLE public.grants_instalment TO allotment_app;

GRANT UPDATE(milestone_met_by_id) ON TABLE public.grants_instalment TO allotment_app;

GRANT UPDATE(move_id) ON TABLE public.grants_instalment TO allotment_app;

GRANT UPDATE(sent_by_id) ON TABLE public.grants_instalment TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.grants_interest TO allotment_app;
GRANT SELECT ON TABLE public.grants_interest TO allotment_auditor;

GRANT SELECT,INSERT ON TABLE public.grants_meeting TO allotment_app;
GRANT SELECT ON TABLE public.grants_meeting TO allotment_auditor;

GRANT UPDATE(opened_at) ON TABLE public.grants_meeting TO allotment_app;

GRANT UPDATE(closed_at) ON TABLE public.grants_meeting TO allotment_app;

GRANT UPDATE(confirmed_at) ON TABLE public.grants_meeting TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.grants_member TO allotment_app;
GRANT SELECT ON TABLE public.grants_member TO allotment_auditor;

GRANT UPDATE(left_at) ON TABLE public.grants_member TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.grants_panel TO allotment_app;
GRANT SELECT ON TABLE public.grants_panel TO allotment_auditor;

GRANT UPDATE(quorum) ON TABLE public.grants_panel TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.grants_progressreport TO allotment_app;
GRANT SELECT ON TABLE public.grants_progressreport TO allotment_auditor;

GRANT UPDATE(accepted_at) ON TABLE public.grants_progressreport TO allotment_app;

GRANT UPDATE(accepted_by_id) ON TABLE public.grants_progressreport TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.kit_cache TO allotment_app;

GRANT UPDATE(value) ON TABLE public.kit_cache TO allotment_app;

GRANT UPDATE(expires) ON TABLE public.kit_cache TO allotment_app;

GRANT SELECT ON TABLE public.ledger_account TO allotment_auditor;
GRANT SELECT,INSERT ON TABLE public.ledger_account TO allotment_app;

GRANT SELECT ON TABLE public.ledger_commitment TO allotment_auditor;
GRANT SELECT,INSERT ON TABLE public.ledger_commitment TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.ledger_deposit TO allotment_app;
GRANT SELECT ON TABLE public.ledger_deposit TO allotment_auditor;

GRANT UPDATE(confirmed_at) ON TABLE public.ledger_deposit TO allotment_app;

GRANT UPDATE(taken_back_at) ON TABLE public.ledger_deposit TO allotment_app;

GRANT UPDATE(taken_back_because) ON TABLE public.ledger_deposit TO allotment_app;

GRANT UPDATE(confirmed_by_id) ON TABLE public.ledger_deposit TO allotment_app;

GRANT UPDATE(taken_back_by_id) ON TABLE public.ledger_deposit TO allotment_app;

GRANT UPDATE(move_id) ON TABLE public.ledger_deposit TO allotment_app;

GRANT SELECT ON TABLE public.ledger_entry TO allotment_auditor;
GRANT SELECT,INSERT ON TABLE public.ledger_entry TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.ledger_entry_id_seq TO allotment_app;

GRANT SELECT ON TABLE public.ledger_fund TO allotment_auditor;
GRANT SELECT,INSERT ON TABLE public.ledger_fund TO allotment_app;

GRANT UPDATE(id) ON TABLE public.ledger_fund TO allotment_app;

GRANT SELECT ON TABLE public.ledger_pot TO allotment_auditor;
GRANT SELECT,INSERT ON TABLE public.ledger_pot TO allotment_app;

GRANT UPDATE(total) ON TABLE public.ledger_pot TO allotment_app;

GRANT UPDATE(taken) ON TABLE public.ledger_pot TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.mfa_authenticator TO allotment_app;

GRANT UPDATE(type) ON TABLE public.mfa_authenticator TO allotment_app;

GRANT UPDATE(data) ON TABLE public.mfa_authenticator TO allotment_app;

GRANT UPDATE(user_id) ON TABLE public.mfa_authenticator TO allotment_app;

GRANT UPDATE(created_at) ON TABLE public.mfa_authenticator TO allotment_app;

GRANT UPDATE(last_used_at) ON TABLE public.mfa_authenticator TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.mfa_authenticator_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.people_alias TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.people_alias_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.people_invitation TO allotment_app;

GRANT UPDATE(accepted_at) ON TABLE public.people_invitation TO allotment_app;

GRANT UPDATE(withdrawn_at) ON TABLE public.people_invitation TO allotment_app;

GRANT UPDATE(accepted_by_id) ON TABLE public.people_invitation TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.people_letter TO allotment_app;

GRANT UPDATE(text) ON TABLE public.people_letter TO allotment_app;

GRANT UPDATE(sent_at) ON TABLE public.people_letter TO allotment_app;

GRANT UPDATE(refused_at) ON TABLE public.people_letter TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.people_mailrefused TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.people_residency TO allotment_app;

GRANT UPDATE(postcode) ON TABLE public.people_residency TO allotment_app;

GRANT UPDATE(lsoa) ON TABLE public.people_residency TO allotment_app;

GRANT UPDATE(edition) ON TABLE public.people_residency TO allotment_app;

GRANT UPDATE(how) ON TABLE public.people_residency TO allotment_app;

GRANT UPDATE(verified_at) ON TABLE public.people_residency TO allotment_app;

GRANT UPDATE(ended_at) ON TABLE public.people_residency TO allotment_app;

GRANT UPDATE(verified_by_id) ON TABLE public.people_residency TO allotment_app;

GRANT UPDATE(check_asked_at) ON TABLE public.people_residency TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.people_role TO allotment_app;
GRANT SELECT ON TABLE public.people_role TO allotment_auditor;

GRANT UPDATE(ended_at) ON TABLE public.people_role TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.people_session TO allotment_app;

GRANT UPDATE(session_data) ON TABLE public.people_session TO allotment_app;

GRANT UPDATE(expire_date) ON TABLE public.people_session TO allotment_app;

GRANT UPDATE(person_id) ON TABLE public.people_session TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.people_signincode TO allotment_app;

GRANT UPDATE(tries) ON TABLE public.people_signincode TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.people_signup TO allotment_app;

GRANT UPDATE(network) ON TABLE public.people_signup TO allotment_app;

GRANT UPDATE(crowd) ON TABLE public.people_signup TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.people_upload TO allotment_app;

GRANT UPDATE(alt) ON TABLE public.people_upload TO allotment_app;

GRANT UPDATE(public) ON TABLE public.people_upload TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.people_user TO allotment_app;

GRANT UPDATE(password) ON TABLE public.people_user TO allotment_app;

GRANT UPDATE(last_login) ON TABLE public.people_user TO allotment_app;

GRANT UPDATE(email) ON TABLE public.people_user TO allotment_app;

GRANT UPDATE(name) ON TABLE public.people_user TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.places_boundary TO allotment_app;
GRANT SELECT ON TABLE public.places_boundary TO allotment_auditor;

GRANT SELECT,INSERT ON TABLE public.places_boundarycode TO allotment_app;
GRANT SELECT ON TABLE public.places_boundarycode TO allotment_auditor;

GRANT SELECT,USAGE ON SEQUENCE public.places_boundarycode_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.places_neighbourhood TO allotment_app;
GRANT SELECT ON TABLE public.places_neighbourhood TO allotment_auditor;

GRANT UPDATE(name) ON TABLE public.places_neighbourhood TO allotment_app;

GRANT UPDATE(town) ON TABLE public.places_neighbourhood TO allotment_app;

GRANT UPDATE(about) ON TABLE public.places_neighbourhood TO allotment_app;

GRANT UPDATE(adults) ON TABLE public.places_neighbourhood TO allotment_app;

GRANT UPDATE(trust_name) ON TABLE public.places_neighbourhood TO allotment_app;

GRANT UPDATE(trust_charity_number) ON TABLE public.places_neighbourhood TO allotment_app;

GRANT UPDATE(contact_email) ON TABLE public.places_neighbourhood TO allotment_app;

GRANT UPDATE(check_place) ON TABLE public.places_neighbourhood TO allotment_app;

GRANT UPDATE(check_hours) ON TABLE public.places_neighbourhood TO allotment_app;

GRANT UPDATE(check_write_to) ON TABLE public.places_neighbourhood TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.places_postcode TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.places_postcode_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.places_postcodeedition TO allotment_app;
GRANT SELECT ON TABLE public.places_postcodeedition TO allotment_auditor;

GRANT SELECT,INSERT ON TABLE public.procrastinate_events TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_events_id_seq TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_jobs_id_seq TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.procrastinate_periodic_defers TO allotment_app;

GRANT UPDATE(job_id) ON TABLE public.procrastinate_periodic_defers TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_periodic_defers_id_seq TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.procrastinate_workers TO allotment_app;

GRANT UPDATE(last_heartbeat) ON TABLE public.procrastinate_workers TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_workers_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.proposals_check TO allotment_app;
GRANT SELECT ON TABLE public.proposals_check TO allotment_auditor;

GRANT SELECT,INSERT,DELETE ON TABLE public.proposals_costline TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.proposals_costline_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.proposals_helperinvitation TO allotment_app;

GRANT UPDATE(accepted_at) ON TABLE public.proposals_helperinvitation TO allotment_app;

GRANT UPDATE(accepted_by_id) ON TABLE public.proposals_helperinvitation TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.proposals_incompatiblepair TO allotment_app;
GRANT SELECT ON TABLE public.proposals_incompatiblepair TO allotment_auditor;

GRANT UPDATE(withdrawn_at) ON TABLE public.proposals_incompatiblepair TO allotment_app;

GRANT UPDATE(withdrawn_by_id) ON TABLE public.proposals_incompatiblepair TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.proposals_proposal TO allotment_app;

GRANT SELECT(id) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT SELECT(number) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(show_name) ON TABLE public.proposals_proposal TO allotment_app;

GRANT UPDATE(status) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(status) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(title) ON TABLE public.proposals_proposal TO allotment_app;

GRANT UPDATE(what) ON TABLE public.proposals_proposal TO allotment_app;

GRANT UPDATE("where") ON TABLE public.proposals_proposal TO allotment_app;

GRANT UPDATE(why) ON TABLE public.proposals_proposal TO allotment_app;

GRANT UPDATE(theme) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(theme) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(who_delivers) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(who_delivers) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(deliverer) ON TABLE public.proposals_proposal TO allotment_app;

GRANT UPDATE(parent_organisation) ON TABLE public.proposals_proposal TO allotment_app;

GRANT UPDATE(baseline) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(baseline) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(target) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(target) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(due) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(due) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(asked_pence) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(asked_pence) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT SELECT(started_at) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(shared_at) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(shared_at) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(submitted_at) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(submitted_at) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(needs_look) ON TABLE public.proposals_proposal TO allotment_app;

GRANT UPDATE(looked_at) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(looked_at) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(hidden_at) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(hidden_at) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(hidden_because) ON TABLE public.proposals_proposal TO allotment_app;

GRANT UPDATE(status_because) ON TABLE public.proposals_proposal TO allotment_app;

GRANT UPDATE(returned_at) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(returned_at) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(second_look_asked_at) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(second_look_asked_at) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(second_look_because) ON TABLE public.proposals_proposal TO allotment_app;

GRANT UPDATE(second_look_at) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(second_look_at) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(second_look_answer) ON TABLE public.proposals_proposal TO allotment_app;

GRANT SELECT(entered_by_id) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(indicator_id) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(indicator_id) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(kind_id) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(kind_id) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT SELECT(lead_id) ON TABLE public.proposals_proposal TO allotment_auditor;
GRANT UPDATE(lead_id) ON TABLE public.proposals_proposal TO allotment_app;

GRANT UPDATE(looked_by_id) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(looked_by_id) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(photo_id) ON TABLE public.proposals_proposal TO allotment_app;

GRANT UPDATE(refused_by_id) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(refused_by_id) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT SELECT(round_id) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(second_look_by_id) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(second_look_by_id) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT UPDATE(baseline_source) ON TABLE public.proposals_proposal TO allotment_app;

GRANT UPDATE(baseline_on) ON TABLE public.proposals_proposal TO allotment_app;
GRANT SELECT(baseline_on) ON TABLE public.proposals_proposal TO allotment_auditor;

GRANT SELECT,INSERT ON TABLE public.proposals_proposal_helpers TO allotment_app;
GRANT SELECT ON TABLE public.proposals_proposal_helpers TO allotment_auditor;

GRANT SELECT,USAGE ON SEQUENCE public.proposals_proposal_helpers_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.proposals_report TO allotment_app;

GRANT UPDATE(answered_at) ON TABLE public.proposals_report TO allotment_app;

GRANT UPDATE(answer) ON TABLE public.proposals_report TO allotment_app;

GRANT UPDATE(answered_by_id) ON TABLE public.proposals_report TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.rounds_duty TO allotment_app;
GRANT SELECT ON TABLE public.rounds_duty TO allotment_auditor;

GRANT SELECT,USAGE ON SEQUENCE public.rounds_duty_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.rounds_phaseturn TO allotment_app;
GRANT SELECT ON TABLE public.rounds_phaseturn TO allotment_auditor;

GRANT SELECT,USAGE ON SEQUENCE public.rounds_phaseturn_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.rounds_plan TO allotment_app;
GRANT SELECT ON TABLE public.rounds_plan TO allotment_auditor;

GRANT UPDATE(vision) ON TABLE public.rounds_plan TO allotment_app;

GRANT UPDATE(priorities) ON TABLE public.rounds_plan TO allotment_app;

GRANT UPDATE(share_percent) ON TABLE public.rounds_plan TO allotment_app;

GRANT UPDATE(agreed_at) ON TABLE public.rounds_plan TO allotment_app;

GRANT UPDATE(agreed_by_id) ON TABLE public.rounds_plan TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.voting_ballotline TO allotment_app;
GRANT SELECT ON TABLE public.voting_ballotline TO allotment_auditor;

GRANT UPDATE(withdrawn_at) ON TABLE public.voting_ballotline TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.voting_ballotline_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.voting_box TO allotment_app;
GRANT SELECT ON TABLE public.voting_box TO allotment_auditor;

GRANT UPDATE(custody) ON TABLE public.voting_box TO allotment_app;

GRANT UPDATE(public_key) ON TABLE public.voting_box TO allotment_app;

GRANT UPDATE(kr_sha256) ON TABLE public.voting_box TO allotment_app;

GRANT UPDATE(ct_length) ON TABLE public.voting_box TO allotment_app;

GRANT UPDATE(run) ON TABLE public.voting_box TO allotment_app;

GRANT UPDATE(made_at) ON TABLE public.voting_box TO allotment_app;

GRANT UPDATE(destroyed_at) ON TABLE public.voting_box TO allotment_app;

GRANT UPDATE(door_sha256) ON TABLE public.voting_box TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.voting_challenge TO allotment_app;
GRANT SELECT ON TABLE public.voting_challenge TO allotment_auditor;

GRANT UPDATE(answer) ON TABLE public.voting_challenge TO allotment_app;

GRANT UPDATE(upheld) ON TABLE public.voting_challenge TO allotment_app;

GRANT UPDATE(could_change) ON TABLE public.voting_challenge TO allotment_app;

GRANT UPDATE(answered_at) ON TABLE public.voting_challenge TO allotment_app;

GRANT UPDATE(answered_by_id) ON TABLE public.voting_challenge TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.voting_closing TO allotment_app;
GRANT SELECT ON TABLE public.voting_closing TO allotment_auditor;

GRANT SELECT,USAGE ON SEQUENCE public.voting_closing_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.voting_count TO allotment_app;
GRANT SELECT ON TABLE public.voting_count TO allotment_auditor;

GRANT SELECT,INSERT ON TABLE public.voting_damagedballot TO allotment_app;
GRANT SELECT ON TABLE public.voting_damagedballot TO allotment_auditor;

GRANT SELECT,USAGE ON SEQUENCE public.voting_damagedballot_id_seq TO allotment_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.voting_keyholder TO allotment_app;

GRANT SELECT(id) ON TABLE public.voting_keyholder TO allotment_auditor;

GRANT UPDATE(rehearsed_at) ON TABLE public.voting_keyholder TO allotment_app;
GRANT SELECT(rehearsed_at) ON TABLE public.voting_keyholder TO allotment_auditor;

GRANT UPDATE(pressed_open_at) ON TABLE public.voting_keyholder TO allotment_app;
GRANT SELECT(pressed_open_at) ON TABLE public.voting_keyholder TO allotment_auditor;

GRANT UPDATE(lost_at) ON TABLE public.voting_keyholder TO allotment_app;
GRANT SELECT(lost_at) ON TABLE public.voting_keyholder TO allotment_auditor;

GRANT UPDATE(lost_said_by_id) ON TABLE public.voting_keyholder TO allotment_app;
GRANT SELECT(lost_said_by_id) ON TABLE public.voting_keyholder TO allotment_auditor;

GRANT SELECT(person_id) ON TABLE public.voting_keyholder TO allotment_auditor;

GRANT SELECT(round_id) ON TABLE public.voting_keyholder TO allotment_auditor;

GRANT SELECT,USAGE ON SEQUENCE public.voting_keyholder_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.voting_livetag TO allotment_app;
GRANT SELECT ON TABLE public.voting_livetag TO allotment_auditor;

GRANT SELECT,USAGE ON SEQUENCE public.voting_livetag_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.voting_publishedballot TO allotment_app;
GRANT SELECT ON TABLE public.voting_publishedballot TO allotment_auditor;

GRANT SELECT,USAGE ON SEQUENCE public.voting_publishedballot_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.voting_rollchange TO allotment_app;

GRANT UPDATE(agreed) ON TABLE public.voting_rollchange TO allotment_app;

GRANT UPDATE(decided_at) ON TABLE public.voting_rollchange TO allotment_app;

GRANT UPDATE(decided_by_id) ON TABLE public.voting_rollchange TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.voting_rollentry TO allotment_app;

GRANT UPDATE(void_at) ON TABLE public.voting_rollentry TO allotment_app;

GRANT UPDATE(void_because) ON TABLE public.voting_rollentry TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.voting_rolllook TO allotment_app;

GRANT SELECT,USAGE ON SEQUENCE public.voting_rolllook_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.voting_rollreport TO allotment_app;

GRANT UPDATE(answer) ON TABLE public.voting_rollreport TO allotment_app;

GRANT UPDATE(answered_at) ON TABLE public.voting_rollreport TO allotment_app;

GRANT UPDATE(answered_by_id) ON TABLE public.voting_rollreport TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.voting_rulepreview TO allotment_app;
GRANT SELECT ON TABLE public.voting_rulepreview TO allotment_auditor;

GRANT SELECT,USAGE ON SEQUENCE public.voting_rulepreview_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.voting_setaside TO allotment_app;
GRANT SELECT ON TABLE public.voting_setaside TO allotment_auditor;

GRANT SELECT,USAGE ON SEQUENCE public.voting_setaside_id_seq TO allotment_app;

GRANT SELECT,INSERT ON TABLE public.voting_source TO allotment_app;
GRANT SELECT ON TABLE public.voting_source TO allotment_auditor;

GRANT SELECT,INSERT ON TABLE public.voting_wayon TO allotment_app;
GRANT SELECT ON TABLE public.voting_wayon TO allotment_auditor;

GRANT UPDATE(agreed_at) ON TABLE public.voting_wayon TO allotment_app;

GRANT UPDATE(taken_back_at) ON TABLE public.voting_wayon TO allotment_app;

GRANT UPDATE(agreed_by_id) ON TABLE public.voting_wayon TO allotment_app;

ALTER DEFAULT PRIVILEGES FOR ROLE allotment_owner IN SCHEMA public GRANT SELECT,USAGE ON SEQUENCES TO allotment_app;

ALTER DEFAULT PRIVILEGES FOR ROLE allotment_owner IN SCHEMA public GRANT SELECT,INSERT ON TABLES TO allotment_app;
