"""What a database is made of, to compare two: its tables, what guards them, who may do what."""

from __future__ import annotations

from tests import postgres

# As text that two databases share. A dump writes casts and brackets of an expression differently.
SHAPE = r"""
SELECT regexp_replace(line, '::(character varying|text)(\[\])?|[()]', '', 'g') FROM (
SELECT 'table ' || c.oid::regclass || ' ' || a.grantee::regrole::text || ' ' || a.privilege_type
  FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
  WHERE c.relnamespace::regnamespace::text = ANY (%(schemas)s) AND c.relkind IN ('r', 'v', 'p')
UNION ALL
SELECT 'column ' || t.attrelid::regclass || '.' || t.attname || ' ' || a.grantee::regrole::text
       || ' ' || a.privilege_type
  FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a
  WHERE c.relnamespace::regnamespace::text = ANY (%(schemas)s)
UNION ALL
SELECT 'function ' || p.oid::regprocedure || ' ' || a.grantee::regrole::text || md5(
         pg_get_functiondef(p.oid))
  FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
  WHERE p.pronamespace::regnamespace::text = ANY (%(schemas)s)
UNION ALL
SELECT 'schema ' || n.nspname || ' ' || a.grantee::regrole::text || ' ' || a.privilege_type
  FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
  WHERE n.nspname = ANY (%(schemas)s)
UNION ALL
SELECT 'default ' || d.defaclobjtype::text || ' ' || a.grantee::regrole::text
       || ' ' || a.privilege_type
  FROM pg_default_acl d, aclexplode(d.defaclacl) a
UNION ALL
SELECT 'trigger ' || t.tgenabled::text || ' ' || pg_get_triggerdef(t.oid)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE NOT t.tgisinternal AND c.relnamespace::regnamespace::text = ANY (%(schemas)s)
UNION ALL
SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || contype::text
       || condeferrable || convalidated || ' ' || pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace::regnamespace::text = ANY (%(schemas)s) AND conrelid <> 0
UNION ALL
SELECT 'field ' || t.attrelid::regclass || '.' || t.attname || ' '
       || format_type(t.atttypid, t.atttypmod) || t.attnotnull || t.attgenerated::text
       || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
  FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = t.attrelid AND d.adnum = t.attnum
  WHERE c.relnamespace::regnamespace::text = ANY (%(schemas)s) AND c.relkind IN ('r', 'p')
    AND t.attnum > 0 AND NOT t.attisdropped
UNION ALL
SELECT 'index ' || pg_get_indexdef(i.indexrelid)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
  WHERE c.relnamespace::regnamespace::text = ANY (%(schemas)s)
) AS lines (line)
ORDER BY 1
"""


def shape(database: str) -> list[str]:
    """Tables, grants, guards, constraints and functions of a database, as lines."""
    with postgres.owner_connection(database) as owner:
        rows = owner.execute(SHAPE, {"schemas": ["public", "audit", "ballot"]}).fetchall()
    return [row[0] for row in rows]
