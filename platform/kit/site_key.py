"""The key by which the database knows this site: a file of the secrets folder.

Whoever has the website's account of the database, and not this file, writes to no table (see the
migration `kit.0003`). Every connection shows it once, and every transaction that writes an
entry of the record shows it again. The database keeps its digest, written by the owner whenever
tables are brought up to date: a site whose secrets folder is lost is known again after a start.
"""

import hashlib
from functools import cache

from django.apps import AppConfig
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from kit import secret_files

FILE = "site.key"

# A connection as the owner may come before there is anything to show a key to.
_IS_THERE = "SELECT to_regclass('public.kit_site_key') IS NOT NULL"


class KeyRefused(RuntimeError):
    """The database does not know this site's key: it was started with another secrets folder."""


@cache
def key() -> bytes:
    """The key (32 bytes), made at the first start; read once in a process."""
    return secret_files.keep(FILE)


def show(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Show the key on a new connection. What the database makes of it is asked by `is_known`: a
    connection that may only read is worth having, for the page that says what is wrong.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IS_THERE)
        if cursor.fetchone()[0]:
            cursor.execute("SELECT kit_show_key(%s)", [key()])


def show_for_deed() -> None:
    """Show it for the transaction that writes an entry of the record. Raises KeyRefused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kit_show_key_for_deed(%s)", [key()])
        if not cursor.fetchone()[0]:
            raise KeyRefused


def is_known() -> bool:
    """Whether the database knows this connection as the site's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kit_has_key()")
        return bool(cursor.fetchone()[0])


def keep_digest(sender: AppConfig, using: str, **_: object) -> None:
    """After a migration, as the owner: have the database know the key of this secrets folder."""
    with connections[using].cursor() as cursor:
        cursor.execute(_IS_THERE)
        if not cursor.fetchone()[0]:
            return
        cursor.execute(
            "INSERT INTO kit_site_key (sha256) VALUES (%s)"
            " ON CONFLICT (one) DO UPDATE SET sha256 = excluded.sha256",
            [hashlib.sha256(key()).digest()],
        )
        cursor.execute("SELECT kit_show_key(%s)", [key()])
