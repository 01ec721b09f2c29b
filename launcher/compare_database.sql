-- What a database is made of and who may do what, as lines. (Also PostgreSQL 16 understands it.)
WITH ours AS (
  SELECT oid, nspname, nspowner, nspacl FROM pg_namespace
  WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_(toast|temp)'
),
relations AS (SELECT c.* FROM pg_class c JOIN ours ON ours.oid = relnamespace),
rights (what, acl) AS (
  SELECT concat_ws(' ', 'schema', nspname), coalesce(nspacl, acldefault('n', nspowner)) FROM ours
  UNION ALL
  SELECT concat_ws(' ', 'relation', oid::regclass),
         coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner))
    FROM relations WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
  UNION ALL
  SELECT concat_ws(' ', 'column', attrelid::regclass, attname), attacl
    FROM pg_attribute JOIN relations ON relations.oid = attrelid WHERE attacl IS NOT NULL
  UNION ALL
  SELECT concat_ws(' ', 'function', p.oid::regprocedure), coalesce(proacl, acldefault('f', proowner))
    FROM pg_proc p JOIN ours ON ours.oid = pronamespace
  UNION ALL
  SELECT concat_ws(' ', 'new', defaclobjtype, 'of', defaclrole::regrole, nullif(defaclnamespace, 0)::regnamespace),
         defaclacl
    FROM pg_default_acl
)
SELECT concat_ws(' ', 'right', what, 'for', nullif(grantee, 0)::regrole, privilege_type, is_grantable)
  FROM rights, aclexplode(acl) WHERE privilege_type = ANY (%(privileges)s)
UNION ALL
SELECT concat_ws(' ', 'schema', nspname, 'of', nspowner::regrole) FROM ours
UNION ALL
SELECT concat_ws(' ', 'extension', extname) FROM pg_extension
UNION ALL
SELECT concat_ws(' ', 'relation', oid::regclass, 'of', relowner::regrole, relkind, relpersistence, relrowsecurity,
                 relforcerowsecurity, relreplident, reloptions)
  FROM relations
UNION ALL
SELECT concat_ws(' ', 'column', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, atthasdef,
                 attidentity, attgenerated)
  FROM pg_attribute JOIN relations ON relations.oid = attrelid WHERE attnum > 0 AND NOT attisdropped AND relkind NOT IN ('i', 'I')
UNION ALL
SELECT concat_ws(' ', 'index', indexrelid::regclass, 'of', indrelid::regclass, indisunique, indisvalid)
  FROM pg_index JOIN relations ON relations.oid = indexrelid
UNION ALL
-- From PostgreSQL 18 on "not null" is a constraint too: the columns above say it.
SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, contype, condeferrable, condeferred, convalidated)
  FROM pg_constraint JOIN ours ON ours.oid = connamespace WHERE contype <> 'n'
UNION ALL
SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgenabled, tgtype, tgdeferrable, tginitdeferred,
                 tgfoid::regprocedure)
  FROM pg_trigger JOIN relations ON relations.oid = tgrelid WHERE NOT tgisinternal
UNION ALL
SELECT concat_ws(' ', 'event trigger', evtname, evtevent, evtenabled) FROM pg_event_trigger
UNION ALL
SELECT concat_ws(' ', 'policy', polrelid::regclass, polname, polcmd, polpermissive) FROM pg_policy
UNION ALL
SELECT concat_ws(' ', 'rule', ev_class::regclass, rulename, ev_enabled)
  FROM pg_rewrite JOIN relations ON relations.oid = ev_class
UNION ALL
SELECT concat_ws(' ', 'function', p.oid::regprocedure, 'of', proowner::regrole, md5(prosrc), prosecdef, provolatile,
                 proisstrict, proconfig)
  FROM pg_proc p JOIN ours ON ours.oid = pronamespace
UNION ALL
SELECT concat_ws(' ', 'type', t.oid::regtype, 'of', typowner::regrole, typtype)
  FROM pg_type t JOIN ours ON ours.oid = typnamespace
UNION ALL
SELECT concat_ws(' ', 'label', enumtypid::regtype, enumlabel,
                 row_number() OVER (PARTITION BY enumtypid ORDER BY enumsortorder))
  FROM pg_enum
UNION ALL
SELECT concat_ws(' ', 'words', classoid::regclass, (pg_identify_object(classoid, objoid, objsubid)).identity,
                 md5(description))
  FROM pg_description WHERE objoid >= 16384
