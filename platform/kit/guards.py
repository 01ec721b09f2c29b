"""SQL for migrations: tables that are append-only (no escape by a setting, none for the owner's
`DELETE`), and what the roles of the app and of the auditor may do with a table.
"""

from collections.abc import Sequence


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


def from_site(table: str) -> str:
    """SQL that lets only sessions which have shown the site's key write to `table`."""
    return f"""
CREATE TRIGGER kit_from_site BEFORE INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER kit_from_site;
"""


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


def not_emptied(table: str) -> str:
    """SQL that refuses TRUNCATE of `table` to everyone: what guards rows one by one sees none."""
    return f"""
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate;
"""


def emptied_again(table: str) -> str:
    """The reverse of `not_emptied`."""
    return f"DROP TRIGGER {table}_no_truncate ON {table};"


def free(table: str) -> str:
    """The reverse of `append_only`."""
    name = table.replace(".", "_").replace('"', "")
    return f"""
DROP TRIGGER {name}_append_only ON {table};
DROP TRIGGER {name}_no_truncate ON {table};
GRANT UPDATE, DELETE ON {table} TO allotment_app;
"""


def app_may(
    table: str, *, insert: bool = True, update: Sequence[str] = (), delete: bool = False
) -> str:
    """SQL that lets the app role read `table`, add rows, and beyond that only what is named.

    What it could do before is taken away. A row that a deed only locks needs one column of
    `update`: its `id`, which nothing that points to it lets anybody change.
    """
    verbs = ["SELECT", *(["INSERT"] if insert else []), *(["DELETE"] if delete else [])]
    changes = f"GRANT UPDATE ({_columns(update)}) ON {table} TO allotment_app;" if update else ""
    return f"""
REVOKE ALL ON {table} FROM allotment_app;
GRANT {", ".join(verbs)} ON {table} TO allotment_app;
{changes}
"""


def auditor_may_read(table: str, *columns: str) -> str:
    """SQL that lets the auditor role read `table`, or only some of its columns."""
    only = f"({_columns(columns)})" if columns else ""
    return f"""
REVOKE ALL ON {table} FROM allotment_auditor;
GRANT SELECT {only} ON {table} TO allotment_auditor;
"""


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
