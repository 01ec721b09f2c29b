"""Entries of the list of voters that are worth a look, with what to do: never a verdict."""

from collections.abc import Iterable, Sequence
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
    """The queue of a round, in a constant number of queries."""
    entries = RollEntry.objects.filter(round=round, void_at=None, voter__isnull=False)
    listed = list(entries.select_related("voter"))
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
            for item in _items(listed)
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


def _items(entries: Sequence[RollEntry]) -> Iterable[Item]:
    people = [entry.voter_id for entry in entries if entry.voter_id is not None]
    found = signs.of(people)
    items: dict[str, Item] = {}
    for entry in entries:
        for sign in found.get(entry.voter_id, []) if entry.voter_id else []:
            # A sign about one person alone has no group but its kind.
            key = f"{sign.kind} {entry.pk}" if sign.group == sign.kind else sign.group
            items.setdefault(key, Item(key, sign, [])).entries.append(entry)
    return items.values()
