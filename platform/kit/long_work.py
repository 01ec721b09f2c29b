"""Work that keeps a transaction open for long."""

from django.db import connection


def hold_open(seconds: int) -> None:
    """Let the transaction we are in go on although the database hears nothing for up to so many
    seconds, 0 for as long as it takes. Otherwise it ends one that is silent for fifteen, which is
    meant for programs that have fallen over and not for busy machines.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{seconds:d}s'")
