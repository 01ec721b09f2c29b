"""Makes a dump of this version's rounds: see README.md.

It is run by name, as no run of the suite takes it along:

    ALLOTMENT_DUMP=tests/upgrade/VERSION ./run test tests/upgrade/make.py -n 0
"""

from __future__ import annotations

import json
import lzma
import os
import re
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from kit import clock
from tests import postgres
from tests.upgrade import history
from tests.upgrade.deeds import Play

ROOT = Path(__file__).resolve().parents[2]
# Where the clock of every site lies; here it moved until now.
STILL_CLOCK = "DROP TABLE kit_clock_offset;" + import_module(
    "kit.migrations.0001_roles_and_clock"
).CLOCK.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
NOT_KEPT = ("django_session", "kit_cache")


@pytest.mark.skipif("ALLOTMENT_DUMP" not in os.environ, reason="run by name, with a folder")
def test_a_dump_is_made(committed_db: str, clock: Any, tmp_path: Path) -> None:
    folder = ROOT / os.environ["ALLOTMENT_DUMP"]
    folder.mkdir(parents=True)
    plays = history.play(clock.set)
    (folder / "known.json").write_text(json.dumps(known(plays), indent=1) + "\n")
    (folder / "made-up-keys.json").write_text(json.dumps(keys(), indent=1) + "\n")
    connections.close_all()
    with postgres.owner_connection(committed_db) as owner:
        owner.execute(STILL_CLOCK)
    text = plain(dumped(committed_db, tmp_path))
    (folder / "site.sql.xz").write_bytes(lzma.compress(text.encode(), preset=9))


def known(plays: list[Play]) -> dict[str, object]:
    """The moment of the dump, and what people outside the database know of each round."""
    return {
        "moment": clock.now().isoformat(),
        "rounds": {
            play.case.name: {
                "round": str(play.row.pk),
                "officer": play.scene.officer.email,
                "openers": [person.email for person in play.openers],
                "words": play.words,
                "receipts": play.receipts,
                "dropped": play.dropped,
            }
            for play in plays
        },
    }


def keys() -> dict[str, str]:
    """Every file of the secrets folder, as hexadecimal digits."""
    folder = Path(settings.SECRETS)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes().hex() for path in files}


def dumped(database: str, data: Path) -> str:
    """The database as SQL that needs no program to be read in again."""
    left_out = [f"--exclude-table-data={name}" for name in NOT_KEPT]
    dump = ["pg_dump", f"--dbname={database}", "--no-owner", "--rows-per-insert=500", *left_out]
    done = subprocess.run(
        [ROOT / "deploy/as_owner.py", *dump],
        env={**os.environ, "ALLOTMENT_DATA": str(data)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def plain(dump: str) -> str:
    """Without commands to the program that made it, and without the name of the owner's role."""
    text = re.sub(r"^\\(un)?restrict .*\n", "", dump, flags=re.MULTILINE)
    whose = r"^ALTER DEFAULT PRIVILEGES FOR ROLE \S+ "
    return re.sub(whose, "ALTER DEFAULT PRIVILEGES ", text, flags=re.MULTILINE)
