"""Finding a ballot by its receipt.

After the close the database is never asked for one ballot: whoever reads what it was asked, beside
the page that somebody opened at that moment, would know whose ballot it is. It is asked for every
row that begins with the same byte, for the whole list where these are few, and the row is found
among them here.
"""

import hmac
from typing import Any, NamedTuple

from django.db.models import QuerySet

from rounds.models import Round
from voting import box, sealing
from voting.models import BallotLine, LiveTag, PublishedBallot, SetAside

LEAST = 20  # as many ballots as a batch tells of at least
_PAST_EVERY_DIGEST = b"\xff" * 33

Rows = QuerySet[Any, tuple[Any, ...]]


class Ballot(NamedTuple):
    """An opened ballot as its holder sees it: T (hex) and what was chosen."""

    tracker: str
    chosen: list[BallotLine]


def found(round: Round, code: str) -> str:
    """ "in", "replaced" or "not found": asked of the box until its close, then of what was
    published; for a ballot that was set aside, why (a key of `SetAside.WHY`); "held-again" for one
    of a vote that was held again since.
    """
    live = sealing.live_tag(round.pk, code)
    if round.vote_sealed_at is None:
        found = box.in_box(round.pk, live)
        return _of_an_earlier_vote(round, live) if found == "not found" else found
    tags = LiveTag.objects.filter(round=round).values_list("tag", "run", "counts")
    row = _row(tags, "tag", live)
    if row is None:
        return "not found"
    _, run, counts = row
    if run != round.box.run:
        return "held-again"
    if not counts:
        return "replaced"
    aside = SetAside.objects.filter(round=round).values_list("tag", "why")
    return next((why for tag, why in aside if hmac.compare_digest(bytes(tag), live)), "in")


def _of_an_earlier_vote(round: Round, live: bytes) -> str:
    tags = LiveTag.objects.filter(round=round).values_list("tag", "run")
    return "held-again" if _row(tags, "tag", live) else "not found"


def ballot(round: Round, code: str) -> Ballot | None:
    """The opened ballot of a receipt; None before the opening, and where there is none."""
    if round.opened_at is None:
        return None
    tracker = sealing.tracker(round.pk, code)
    ballots = PublishedBallot.objects.filter(round=round).values_list("tracker", "choices")
    row = _row(ballots, "tracker", tracker)
    if row is None:
        return None
    numbers = {number for number, _ in row[1]}
    lines = BallotLine.objects.filter(round=round)
    return Ballot(tracker.hex(), [line for line in lines if line.number in numbers])


def alike(rows: Rows, column: str, digest: bytes) -> list[tuple[Any, ...]]:
    """Rows whose digest in `column` begins with the same byte; all rows where these are few."""
    near = list(rows.filter(**{f"{column}__gte": digest[:1], f"{column}__lt": _after(digest[0])}))
    return near if len(near) >= LEAST else list(rows)


def _row(rows: Rows, column: str, digest: bytes) -> tuple[Any, ...] | None:
    """The row whose first value, from `column`, is `digest`."""
    near = alike(rows, column, digest)
    return next((row for row in near if hmac.compare_digest(bytes(row[0]), digest)), None)


def _after(first: int) -> bytes:
    """What comes after every digest that begins with this byte."""
    return bytes([first + 1]) if first < 255 else _PAST_EVERY_DIGEST
