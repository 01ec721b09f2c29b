"""What people vote, and their receipts, never stand in the text of a statement: whoever may look at
the database's activity would read them there beside the person whose page asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from tests.voting.browser import Browser, code_on
from tests.voting.polling import statements
from tests.voting.scene import Scene
from voting import box, sealing
from voting.keys import keys_of

PEOPLE = 50
# A value in the text: a quoted word, bytes, or a number that something is compared with.
A_VALUE = re.compile(r"'[^']*'|\\x[0-9a-f]|(=|<|>|IN \(|VALUES \() *\d")
OF_THE_VOTE = re.compile(r"ballot\.|voting_(ballotline|livetag|publishedballot)")


def together(deeds: Iterable[Callable[[], str]]) -> list[str]:
    """Run deeds on four connections."""

    def run(deed: Callable[[], str]) -> str:
        try:
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(run, deeds))


def look_up(vote: Scene, code: str) -> str:
    page = Browser(vote).post("check", code=sealing.grouped(code))
    assert page.status_code == 200
    assert "is not found" not in page.content.decode()
    return code


def told_of(vote: Scene, code: str) -> set[str]:
    """How a receipt, T and the live tag would be read in a text."""
    digests = (sealing.tracker(vote.round.pk, code), sealing.live_tag(vote.round.pk, code))
    return {code, sealing.grouped(code), *(digest.hex() for digest in digests)}


def test_no_statement_tells_a_ballot_or_a_receipt(committed_db: str, committed_vote: Scene) -> None:
    vote = committed_vote
    people = [vote.voter() for _ in range(PEOPLE)]
    kr = keys_of(vote.round.box).kr()
    hidden = {sealing.place(kr, vote.round.pk, person.pk).hex() for person in people}
    browsers = [Browser(vote, person) for person in people]
    with statements(committed_db) as texts:
        codes = together(
            lambda b=b, n=n: code_on(b.cast(1 + n % 3)).replace("-", "")  # type: ignore[misc]
            for n, b in enumerate(browsers)
        )
        look_all_up = [lambda code=code: look_up(vote, code) for code in codes]
        together(look_all_up)
        vote.end()
        together(look_all_up)
        sealed = box.export_shuffled(vote.round.pk)
        vote.open()
        together(look_all_up)
    assert len(sealed) == PEOPLE
    hidden |= {ballot.ciphertext.hex() for ballot in sealed}
    for asked in ("ballot.cast_ballot(", "ballot.in_box(", "voting_livetag", "publishedballot"):
        assert any(asked in text for text in texts), f"the polling missed {asked}"
    facts = [code for code in codes if any(w in t for w in told_of(vote, code) for t in texts)]
    assert len(facts) == 0
    assert not [text for text in texts for value in hidden if value in text]
    of_the_vote = [text for text in texts if OF_THE_VOTE.search(text)]
    assert not [text for text in of_the_vote if A_VALUE.search(text)]
