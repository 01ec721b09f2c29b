"""Entries of the list of voters that are worth a look, with what to do: never a verdict."""

from collections.abc import Iterable
from dataclasses import dataclass

from people import signs
from people.signs import Sign
from rounds.models import Round
from voting.models import RollChange, RollEntry, RollLook, RollReport


@dataclass(frozen=True)
class Item:
    """One sign and the entries that carry it. `key` names it among what was looked at."""

    key: str
    sign: Sign
    entries: list[RollEntry]


@dataclass(frozen=True)
class Queue:
    """What officers look at before the close: what voters said, changes that wait for a second
    officer, and signs.
    """

    reports: list[RollReport]
    changes: list[RollChange]
    items: list[Item]

    def __len__(self) -> int:
        return len(self.reports) + len(self.changes) + len(self.items)


def of(round: Round) -> Queue:
    """The queue of a round, in a constant number of queries; of a long list only entries that carry
    a sign are read whole.
    """
    looked = set(RollLook.objects.filter(entry__round=round).values_list("entry_id", "sign"))
    return Queue(
        reports=list(
            RollReport.objects.filter(entry__round=round, answered_at=None).select_related(
                "entry__voter"
            )
        ),
        changes=list(
            RollChange.objects.filter(entry__round=round, decided_at=None).select_related(
                "entry__voter", "asked_by"
            )
        ),
        items=[
            item
            for item in _items(round)
            if any((entry.pk, item.key) not in looked for entry in item.entries)
        ],
    )


def waiting(round: Round) -> int:
    """How much of the queue waits for an officer's answer: reports, and changes until the list is
    closed with the vote.
    """
    reports = RollReport.objects.filter(entry__round=round, answered_at=None).count()
    if round.vote_sealed_at is not None:
        return reports
    return reports + RollChange.objects.filter(entry__round=round, decided_at=None).count()


def _items(round: Round) -> Iterable[Item]:
    """Ordered by the first names that carry a sign, so that pages of it stay what they are."""
    listed = RollEntry.objects.filter(round=round, void_at=None, voter__isnull=False)
    people = listed.values_list("voter_id", flat=True)
    listed_people = [person for person in people if person is not None]
    found = signs.of(listed_people, place=round.neighbourhood_id)
    signed = listed.filter(voter_id__in=list(found)).select_related("voter")
    items: dict[str, Item] = {}
    for entry in signed.order_by("voter__name", "pk"):
        for sign in found[entry.voter_id] if entry.voter_id else []:
            # A sign about one person alone has no group but its kind.
            key = f"{sign.kind} {entry.pk}" if sign.group == sign.kind else sign.group
            items.setdefault(key, Item(key, sign, [])).entries.append(entry)
    return items.values()
