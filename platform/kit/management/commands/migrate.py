"""`migrate`, as the owner role: the app role may not change the schema."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from kit import owner


class Command(Migrate):
    """Django's migrate on the connection of DATABASE_OWNER_URL, where it is given."""

    def handle(self, *args: Any, **options: Any) -> None:
        owner.become(options["database"])
        super().handle(*args, **options)
