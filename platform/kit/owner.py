"""Commands that change what the app role may not: they run as the account that owns the tables."""

import os

import environ
from django.db import connections


def become(alias: str = "default") -> bool:
    """Let the connection `alias` be the owner's from now on; False where no DATABASE_OWNER_URL is
    given.
    """
    owner = os.environ.get("DATABASE_OWNER_URL")
    if not owner:
        return False
    connection = connections[alias]
    connection.close()
    address = environ.Env.db_url_config(owner)
    connection.settings_dict.update(
        {key: address[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}
    )
    connection.settings_dict["OPTIONS"] |= address.get("OPTIONS", {})
    return True
