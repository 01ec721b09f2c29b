"""One fault after another on one installation, while people vote."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

from bench.under_load import injuries, receipts, small_disk
from bench.under_load.browser import Browser
from bench.under_load.injuries import KILLS
from bench.under_load.installation import DoesNotComeBack, Installation, installed
from bench.under_load.line import Line, tracebacks
from bench.under_load.load import voting
from bench.under_load.tally import Tally
from bench.under_load.voters import Voter
from tests.launcher.launched import eventually

DISK, CLOSE = "full-disk", "close"
NAMES = (*KILLS, DISK, CLOSE)
# What one of each kind is tried with in a minute or two.
SHORT = ("all-backends", "postmaster", "all-web-workers", "everything", DISK, CLOSE)
PATIENCE = 180  # seconds for the installation to come back
ENOUGH = 25  # ballots between two faults
AFTER_CLOSE = 2  # seconds in which people still try to vote


@dataclass
class Vote:
    """A vote under way. `known` says how many receipts of each voter were looked up already."""

    site: Installation
    voters: list[Voter]
    others: int
    tally: Tally
    known: dict[int, int] = field(default_factory=dict)

    @property
    def browser(self) -> Browser:
        """Of somebody who isn't signed in."""
        return Browser(self.site.port)


def tried(names: Sequence[str], *, short: bool) -> Iterator[Line]:
    """Try these faults in the order of `NAMES`; the close ends the vote, and so comes last."""
    times = 1 if short else 3
    with installed() as site, ExitStack() as stack:
        vote = _begin(site, voters=64 if short else 240)
        for name in KILLS:
            if name in names:
                yield _try(vote, name, partial(KILLS[name], site), times)
        if DISK in names and stack.enter_context(small_disk.small_disk(site)):
            yield _try(vote, DISK, partial(small_disk.fill, site), times)
        elif DISK in names:
            left_out = "left out: this machine lets us mount no small disk"
            yield Line(DISK, 0, 0, 0, 0, 0, 0, 0, 0, notes=(left_out,))
        if CLOSE in names:
            yield _close(vote)


def _begin(site: Installation, *, voters: int) -> Vote:
    file = site.data / "voters.json"
    file.touch(mode=0o600)  # it holds sessions
    site.manage(f"make_voters({voters}, {str(file)!r})")
    facts = json.loads(file.read_text())
    tally = Tally()
    people = [
        Voter(Browser(site.port, cookies), facts["path"], tally) for cookies in facts["cookies"]
    ]
    return Vote(site, people, facts["others"], tally)


def _try(vote: Vote, name: str, injure: Callable[[], str | None], times: int) -> Line:
    """Injure it so many times while people vote, then look every new receipt up."""
    said, faults = len(vote.site.words()), list[str]()
    notes: list[str | None] = []
    vote.tally.begin()
    with voting(vote.voters):
        _wait_for_ballots(vote)
        for _ in range(times):
            vote.tally.wait_for_ballots_on_their_way()
            notes.append(injure())
            _wait_for_ballots(vote)
            if not eventually(partial(injuries.is_whole, vote.site), PATIENCE):
                faults.append("a part of it did not come back")
    wrong = receipts.lost(vote.voters, vote.known, vote.browser)
    vote.known = {at: len(voter.receipts) for at, voter in enumerate(vote.voters)}
    return _line(vote, name, times, wrong, [*faults, *_faults(vote, said)], notes)


def _wait_for_ballots(vote: Vote) -> None:
    """Wait for some more ballots; start the installation again when it has ended."""
    goal = vote.tally["acknowledged"] + ENOUGH

    def reached() -> bool:
        vote.site.keep_up()
        return vote.tally["acknowledged"] >= goal

    if not eventually(reached, PATIENCE):
        raise DoesNotComeBack(vote.site.words()[-2000:])


def _close(vote: Vote) -> Line:
    """Close the vote while people vote, then open it and count, and look every receipt up."""
    said = len(vote.site.words())
    vote.tally.begin()
    with voting(vote.voters):
        _wait_for_ballots(vote)
        vote.site.manage("close()")
        vote.tally.close()
        time.sleep(AFTER_CLOSE)
    wrong = receipts.lost(vote.voters, {}, vote.browser)
    vote.site.manage("open_and_count()")
    wrong += receipts.miscounted(vote.voters, vote.others, vote.browser)
    voted = sum(bool(voter.receipts) for voter in vote.voters)
    notes = [f"of {vote.others} others and {voted} who voted here, all receipts looked up again"]
    return _line(vote, CLOSE, 1, wrong, _faults(vote, said), notes)


def _faults(vote: Vote, said: int) -> list[str]:
    """Answers and lines of the log that tell of a fault of the site's own, since it had said so
    much.
    """
    strange = [f"{count} answers {status}" for status, count in vote.tally.strange.items()]
    return strange + tracebacks(vote.site.words()[said:])


def _line(
    vote: Vote,
    name: str,
    times: int,
    wrong: list[str],
    faults: list[str],
    notes: Sequence[str | None],
) -> Line:
    counts = vote.tally.counts
    return Line(
        name,
        times,
        counts["acknowledged"],
        len(wrong),
        counts["unclear"],
        counts["settled"],
        counts["refused"],
        counts["twice"] + vote.tally.late,
        vote.tally.longest,
        (*faults, *wrong[:5]),
        tuple(note for note in notes if note),
    )
