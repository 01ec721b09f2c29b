"""Roles, the clock, and the cache table: what every other table stands on.

Four roles: the owner, who runs this; `allotment_app`, which the serving login is a member of;
`allotment_sequencer`, which alone will seal the record; `allotment_auditor`, who reads. The launcher makes
them; here they are made again for a database that was prepared by hand.
"""

from django.db import migrations

ROLES = """
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['allotment_app', 'allotment_sequencer', 'allotment_auditor'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', name);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO allotment_app, allotment_sequencer, allotment_auditor;
GRANT SELECT ON django_migrations TO allotment_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO allotment_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO allotment_app;
"""

CLOCK = """
CREATE FUNCTION kit_now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE
  AS $$ SELECT clock_timestamp() $$;
"""

# Append-only tables share these two; a table's migration attaches them with ENABLE ALWAYS.
GUARDS = """
CREATE FUNCTION kit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: rows are only ever added', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'AL001';
END $$;
"""

CACHE = """
CREATE TABLE kit_cache (
  cache_key varchar(255) PRIMARY KEY,
  value text NOT NULL,
  expires timestamptz NOT NULL
);
CREATE INDEX kit_cache_expires ON kit_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    # Default privileges hold only for tables made after them.
    run_before = [
        ("contenttypes", "0001_initial"),
        ("sessions", "0001_initial"),
        ("procrastinate", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(ROLES, migrations.RunSQL.noop),
        migrations.RunSQL(CLOCK, "DROP FUNCTION kit_now()"),
        migrations.RunSQL(GUARDS, "DROP FUNCTION kit_append_only()"),
        migrations.RunSQL(CACHE, "DROP TABLE kit_cache"),
    ]
