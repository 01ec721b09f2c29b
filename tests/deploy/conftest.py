"""An installation with a vote under way, as the scripts of deploy/ find it on a server."""

from __future__ import annotations

import os
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from kit import site_key
from tests import postgres
from tests.voting import scene as scenes
from tests.voting.scene import Scene

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


@dataclass
class Installation:
    """Folders and a database, as a server's `.env` would name them."""

    folder: Path
    database: str

    @property
    def media(self) -> Path:
        return self.folder / "media"

    def run(
        self, script: str, *arguments: Path | str, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a script of deploy/ against this installation."""
        connections.close_all()
        addresses = {
            name: _with_database(os.environ[name], self.database)
            for name in ("DATABASE_URL", "DATABASE_OWNER_URL")
        }
        folders = {
            "ALLOTMENT_DATA": str(self.folder / "data"),
            "ALLOTMENT_MEDIA": str(self.media),
            "ALLOTMENT_SECRETS": str(settings.SECRETS),
        }
        return subprocess.run(
            [DEPLOY / script, *arguments],
            env={**os.environ, **addresses, **folders, **more},
            capture_output=True,
            text=True,
            check=False,
        )


def _with_database(url: str, name: str) -> str:
    address, _, query = url.partition("?")
    return f"{address.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


@pytest.fixture
def vote(committed_db: str) -> Scene:
    """An open vote with three ballots in the box, committed."""
    scene = scenes.open_vote()
    for number in (1, 2, 3):
        scene.vote(scene.voter(), number)
    return scene


@pytest.fixture
def site(vote: Scene, committed_db: str, tmp_path: Path) -> Installation:
    """The installation where that vote is held, with an uploaded photo."""
    found = Installation(tmp_path / "site", committed_db)
    found.media.mkdir(parents=True)
    (found.media / "alley.jpg").write_bytes(b"a photo of the alley")
    (Path(settings.SECRETS) / site_key.FILE).write_bytes(site_key.key())
    return found


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[Installation]:
    """A server with nothing on it."""
    found = Installation(tmp_path / "new", f"test_{os.getpid()}_{uuid.uuid4().hex[:8]}")
    yield found
    connections.close_all()
    postgres.drop(found.database)
