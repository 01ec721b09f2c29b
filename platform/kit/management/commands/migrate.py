"""`migrate`, as the owner role: the app role may not change the schema."""

import os
from typing import Any

import environ
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections


class Command(Migrate):
    """Django's migrate on the connection of DATABASE_OWNER_URL, where it is given."""

    def handle(self, *args: Any, **options: Any) -> None:
        owner = os.environ.get("DATABASE_OWNER_URL")
        if owner:
            connection = connections[options["database"]]
            connection.close()
            address = environ.Env.db_url_config(owner)
            connection.settings_dict.update(
                {key: address[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}
            )
            connection.settings_dict["OPTIONS"] |= address.get("OPTIONS", {})
        super().handle(*args, **options)
