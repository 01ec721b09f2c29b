"""Opening sealed ballots: those that are as they were cast, and the tags of those that are not."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from nacl.public import PrivateKey

from rounds.models import Round
from voting import sealing, terms
from voting.box import Sealed
from voting.models import BallotLine, LiveTag, SetAside


class Shape(NamedTuple):
    """What a ballot of a round can look like: how many ideas are on it, how many may be picked
    (None for any number).
    """

    lines: int
    most: int | None

    @classmethod
    def of(cls, round: Round) -> "Shape":
        """The shape of this round's ballots."""
        lines = BallotLine.objects.filter(round=round).count()
        return cls(lines, terms.most_choices(round))


def unseal_all(
    exported: Sequence[Sealed], private: PrivateKey, shape: Shape
) -> tuple[list[sealing.Opened], list[bytes]]:
    """Opened ballots, and the tags of those that are not as they were cast. Two that carry the same
    receipt are both named: one of them is a copy, and nothing tells which.
    """
    opened: dict[bytes, sealing.Opened] = {}
    damaged = []
    for sealed in exported:
        try:
            opened[sealed.live] = _unseal(sealed, private, shape)
        except sealing.NotABallot:
            damaged.append(sealed.live)
    times = Counter(ballot.tracker for ballot in opened.values())
    twice = [live for live, ballot in opened.items() if times[ballot.tracker] > 1]
    for live in twice:
        del opened[live]
    return list(opened.values()), sorted([*damaged, *twice])


def _unseal(sealed: Sealed, private: PrivateKey, shape: Shape) -> sealing.Opened:
    ballot = sealing.decode(sealing.unseal(private, sealed.ciphertext), lines=shape.lines)
    if not ballot.numbers or shape.most is not None and len(ballot.numbers) > shape.most:
        raise sealing.NotABallot("more or fewer choices than the rules allow")
    return ballot


def still_in_box(round: Round) -> set[bytes]:
    """Tags that were published at the close as in the box, without those set aside."""
    run = round.box.run
    facts = LiveTag.objects.filter(round=round, run=run, counts=True).values_list("tag", flat=True)
    gone = SetAside.objects.filter(round=round, run=run).values_list("tag", flat=True)
    return {bytes(tag) for tag in facts} - {bytes(tag) for tag in gone}
