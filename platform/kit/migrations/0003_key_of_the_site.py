"""A session of the website's account writes once it has shown the site's key, and a transaction writes into the
record once it has shown it again.

The key is a file of the secrets folder; the database keeps its digest, which the owner writes after every migration
(`kit.site_key`). So whoever has the account's password, or its address in a log, and not that folder, writes to no
table; and whoever makes the site itself send a statement of theirs writes no entry of the record, and nothing that
needs one.

A session that has shown it is known by a random word of its own, which lies in a setting that no other session reads.
The guards that ask (`from_site`, `by_deed`) let the owner of the table pass: migrations, restores, and
guards of the owner's own.

Errors: AL008 a session without the site's key, AL009 a change that is no recorded deed of the site.
"""

from django.db import migrations

KEY = """
CREATE TABLE kit_site_key (
  one boolean PRIMARY KEY DEFAULT true CONSTRAINT site_key_one CHECK (one),
  sha256 bytea NOT NULL
);
CREATE UNLOGGED TABLE kit_site_session (
  word text PRIMARY KEY,
  pid int NOT NULL,
  deed xid8
);
REVOKE ALL ON kit_site_key, kit_site_session FROM PUBLIC, allotment_app;

-- Whether the key is that of this site. Sessions that are gone are forgotten here.
CREATE FUNCTION kit_show_key(p_key bytea) RETURNS boolean LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
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

-- For the transaction that writes an entry of the record: the key once more.
CREATE FUNCTION kit_show_key_for_deed(p_key bytea) RETURNS boolean LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE kit_site_session SET deed = pg_current_xact_id()
    WHERE word = current_setting('allotment.session', true) AND EXISTS (SELECT FROM kit_site_key WHERE sha256 = sha256(p_key));
  RETURN FOUND;
END $$;

CREATE FUNCTION kit_has_key() RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM kit_site_session WHERE word = current_setting('allotment.session', true))
$$;

CREATE FUNCTION kit_is_owner(p_table oid) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = p_table), 'USAGE')
$$;

CREATE FUNCTION kit_from_site() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM kit_site_session WHERE word = current_setting('allotment.session', true))
    AND NOT kit_is_owner(TG_RELID)
  THEN
    RAISE EXCEPTION '% of % is refused: this session has not shown the key of the site', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'AL008';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION kit_by_deed() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
"""
NO_KEY = """
DROP FUNCTION kit_by_deed();
DROP FUNCTION kit_from_site();
DROP FUNCTION kit_is_owner(oid);
DROP FUNCTION kit_has_key();
DROP FUNCTION kit_show_key_for_deed(bytea);
DROP FUNCTION kit_show_key(bytea);
DROP TABLE kit_site_session;
DROP TABLE kit_site_key;
"""


class Migration(migrations.Migration):
    dependencies = [("kit", "0002_new_tables_are_read_and_added_to")]
    operations = [migrations.RunSQL(KEY, NO_KEY)]
