"""Said at each start, before tables are brought up to date."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connection

from audit import epochs


@register(Tags.database)
def the_record_knows_its_server(
    databases: Sequence[str] | None = None, **rest: Any
) -> list[CheckMessage]:
    """Warn when the record came from another database server and no epoch says so."""
    if "default" not in (databases or ()):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('audit.epoch') IS NOT NULL")
        (there,) = cursor.fetchone()
    return [Warning(epochs.MISSING, id="audit.W001")] if there and epochs.is_missing() else []
