"""Receipts looked up as their holders do: on the receipt page, and in the published file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.under_load.browser import Browser, Page
from bench.under_load.load import HANDS
from bench.under_load.voters import Receipt, Voter

_STANDS = {
    "Your ballot was counted.": "in",
    "Your ballot is in the box.": "in",
    "This ballot was replaced by a newer one.": "replaced",
    "This receipt is not found.": "not found",
}
Due = tuple[Receipt, str]


def lost(voters: Sequence[Voter], known: Mapping[int, int], browser: Browser) -> list[str]:
    """What is wrong with receipts of these voters, a line each. The newest of a voter should be in
    the box and the others replaced. `known` says how many of each voter's were looked up before.
    """
    path = voters[0].path + "receipt/"
    token = browser.get(path).field("csrfmiddlewaretoken")

    def look(due: Due) -> str:
        receipt, expected = due
        page = browser.post(path, {"code": [receipt.code]}, token=token)
        found = next((word for sign, word in _STANDS.items() if sign in page.text), "")
        return "" if found == expected else f"{found or page.status} instead of {expected}"

    with ThreadPoolExecutor(HANDS) as pool:
        return [line for line in pool.map(look, _due(voters, known)) if line]


def miscounted(voters: Sequence[Voter], others: int, browser: Browser) -> list[str]:
    """What is wrong with the published ballots, a line each: they are as many as people voted, and
    each voter's newest receipt leads to what they picked.
    """
    path = voters[0].path
    file = browser.get(path + "results/ballots.csv").text.removeprefix("\ufeff")
    ballots = {row["receipt"]: row["numbers"] for row in csv.DictReader(io.StringIO(file))}
    voted = [voter for voter in voters if voter.receipts]
    wrong = []
    if len(ballots) != others + len(voted):
        wrong.append(f"{len(ballots)} ballots of {others + len(voted)} voters were counted")
    token = browser.get(path + "receipt/").field("csrfmiddlewaretoken")
    for voter in voted:
        receipt = voter.receipts[-1]
        page = browser.post(path + "receipt/", {"code": [receipt.code]}, token=token)
        if ballots.get(_tracker(page)) != " ".join(map(str, receipt.picks)):
            wrong.append(f"{_tracker(page) or page.status} is not what was picked")
    return wrong


def _due(voters: Sequence[Voter], known: Mapping[int, int]) -> Iterator[Due]:
    for at, voter in enumerate(voters):
        new = voter.receipts[known.get(at, 0) :]
        yield from ((receipt, "replaced") for receipt in new[:-1])
        yield from ((receipt, "in") for receipt in new[-1:])


def _tracker(page: Page) -> str:
    found = re.search(r"<code>([0-9a-f]+)</code>", page.text)
    return found[1] if found else ""
