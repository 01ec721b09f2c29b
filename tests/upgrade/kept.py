"""Dumps of earlier versions: read in, brought up to this one; and what people hold of the votes."""

from __future__ import annotations

import hashlib
import json
import lzma
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from demo import stage
from kit import clock
from kit.moving_clock import MOVING_CLOCK
from people.models import User
from rounds.models import Round
from tests import postgres
from tests.upgrade import deeds, history, neighbourhood
from tests.voting.scene import Scene, move_clock

FOLDER = Path(__file__).parent
VERSIONS = sorted(dump.parent.name for dump in FOLDER.glob("*/site.sql.xz"))

# In seconds, as an interval of days may have 23 hours in one of them.
SET_CLOCK = "UPDATE kit_clock_offset SET by = make_interval(secs => %s)"


@dataclass(frozen=True)
class Dump:
    """What one version left in its folder."""

    version: str

    @property
    def folder(self) -> Path:
        return FOLDER / self.version

    @cached_property
    def known(self) -> dict[str, Any]:
        """What people outside the database know; its shape is `make.known`."""
        found: dict[str, Any] = json.loads((self.folder / "known.json").read_text())
        return found

    @cached_property
    def sql(self) -> bytes:
        return lzma.decompress((self.folder / "site.sql.xz").read_bytes())

    def copy_to(self, name: str) -> None:
        """Make database `name`: the dump brought up to this version, a moment after it was made."""
        digest = hashlib.sha256(self.sql + postgres.template_name().encode()).hexdigest()[:10]
        postgres.copy(postgres.made_once(f"test_upgrade_{digest}", self._fill), name)
        self._set_clock(name)

    def put_keys(self, secrets: Path) -> None:
        """Put the key files into the secrets folder."""
        keys = json.loads((self.folder / "made-up-keys.json").read_text())
        for name, digits in keys.items():
            file = secrets / name
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.write_bytes(bytes.fromhex(digits))
            file.chmod(0o600)

    def _fill(self, name: str) -> None:
        with postgres.owner_connection(name) as owner:
            owner.execute(self.sql)
        with postgres.owner_connection(name) as owner:
            owner.execute(MOVING_CLOCK)
        self._set_clock(name)
        postgres.migrate(name)

    def _set_clock(self, name: str) -> None:
        since = datetime.fromisoformat(self.known["moment"]) - datetime.now(UTC)
        with postgres.owner_connection(name) as owner:
            owner.execute(SET_CLOCK, [since.total_seconds()])


@dataclass(frozen=True)
class Site:
    """An upgraded site, with the people of its votes."""

    dump: Dump

    @property
    def cases(self) -> dict[str, dict[str, Any]]:
        """What is known of each round, by the name of its case."""
        found: dict[str, dict[str, Any]] = self.dump.known["rounds"]
        return found

    def facts(self, case: str) -> dict[str, Any]:
        """What is known of a round; skips the test where the version had no such case."""
        if case not in self.cases:
            pytest.skip(f"{self.dump.version} has no round like {case}")
        return self.cases[case]

    def round(self, case: str) -> Round:
        return Round.objects.select_related("neighbourhood").get(pk=self.facts(case)["round"])

    def person(self, key: str) -> User:
        return User.objects.get(email=f"{key}@example.org")

    def vote(self, case: str) -> Scene:
        """The round as tests of a vote know it: its officer, its openers and their words."""
        facts = self.facts(case)
        openers = [User.objects.get(email=email) for email in facts["openers"]]
        words = {User.objects.get(email=email).pk: words for email, words in facts["words"].items()}
        return Scene(self.round(case), User.objects.get(email=facts["officer"]), openers, words)

    def receipts(self, case: str) -> dict[str, list[tuple[str, list[int]]]]:
        """Receipts by e-mail address, the newest last, each with its ballot numbers."""
        facts = self.facts(case)["receipts"].items()
        return {email: [(code, numbers) for code, numbers in held] for email, held in facts}

    def play(self, case: str) -> deeds.Play:
        """The round as its history left it, to be played on."""
        row, facts = self.round(case), self.facts(case)
        (found,) = (one for one in history.CASES if one.name == case)
        now = clock.now()
        dates = {
            name: getattr(row, name) or date for name, date in history.dates(found, now).items()
        }
        return deeds.Play(
            self._scene(row), found, now, dates, row, self.receipts(case), facts["words"]
        )

    def _scene(self, row: Round) -> stage.Scene:
        made = {user.email.partition("@")[0]: user for user in User.objects.all()}
        neighbours = [made[f"neighbour{n}"] for n in range(neighbourhood.VOTERS)]
        fund = row.neighbourhood.funds.get()
        return stage.Scene(row.neighbourhood, made, neighbours, fund, _go)


def _go(moment: datetime) -> None:
    move_clock(moment - clock.now())
