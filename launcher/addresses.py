"""How the parts of an installation reach their database, and as whom."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from launcher import keys
from launcher.postgres import SUPERUSER
from launcher.speech import CannotRun

DATABASE = "allotment"
OWNER = "allotment_owner"
APP = "allotment_web"
APP_URL, OWNER_URL = "DATABASE_URL", "DATABASE_OWNER_URL"
SUPERUSER_URL = "ALLOTMENT_SUPERUSER_URL"  # the built-in server's only; `prepare` alone gets it


@dataclass(frozen=True)
class Addresses:
    """URLs with passwords: for serving, for changing the database's shape, for making accounts."""

    app: str
    owner: str
    superuser: str | None = None

    def for_serving(self) -> dict[str, str]:
        """The environment of what serves people."""
        return {APP_URL: self.app}

    def for_changing(self) -> dict[str, str]:
        """The environment of migrations, loading and tests."""
        return {APP_URL: self.app, OWNER_URL: self.owner}

    def for_preparing(self) -> dict[str, str]:
        """The environment of `prepare`."""
        superuser = {SUPERUSER_URL: self.superuser} if self.superuser else {}
        return {**self.for_changing(), **superuser}


def external() -> Addresses | None:
    """The PostgreSQL named in the environment, if one is."""
    app, owner = os.environ.get(APP_URL), os.environ.get(OWNER_URL)
    if not app and not owner:
        return None
    if not app or not owner:
        missing, given = (APP_URL, OWNER_URL) if owner else (OWNER_URL, APP_URL)
        raise CannotRun(f"{given} is set and {missing} is not: set both, or neither.")
    return Addresses(app, owner)


def built_in(sockets: Path, secrets: Path) -> Addresses:
    """The built-in server's, with passwords from the secrets folder."""
    return Addresses(
        app=_url(APP, secrets, sockets, DATABASE),
        owner=_url(OWNER, secrets, sockets, DATABASE),
        superuser=_url(SUPERUSER, secrets, sockets, "postgres"),
    )


def password(secrets: Path, user: str) -> str:
    """The password of one of the built-in server's accounts."""
    return keys.keep(secrets, f"database-{user}.password")


def _url(user: str, secrets: Path, sockets: Path, database: str) -> str:
    # The form that both Django's settings and libpq read: a socket's folder as an option.
    return f"postgres://{user}:{password(secrets, user)}@/{database}?host={quote(str(sockets))}"
