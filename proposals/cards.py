"""What a list shows of proposals: each with what similar projects reached here before its round."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from evidence import track_record
from evidence.models import Kind
from evidence.track_record import TrackRecord
from proposals.models import Proposal
from rounds.models import Round


class Card(NamedTuple):
    """A proposal as `proposals/_card.html` takes it."""

    proposal: Proposal
    track: str


def of(proposals: Iterable[Proposal], round: Round) -> list[Card]:
    """Cards of one round's proposals; each kind's track record is read once."""
    records: dict[str, TrackRecord] = {}
    cards = []
    for proposal in proposals:
        kind = proposal.kind
        if kind is not None and kind.pk not in records:
            records[kind.pk] = track_record.of_kind(
                round.neighbourhood, kind, up_to_round=round.number - 1
            )
        track = _for(records[kind.pk], proposal).sentence if kind is not None else ""
        cards.append(Card(proposal, track))
    return cards


def record_of(proposal: Proposal, kind: Kind) -> TrackRecord:
    """What earlier projects of this kind reached here, beside what this proposal hopes for."""
    place, before = proposal.round.neighbourhood, proposal.round.number - 1
    return _for(track_record.of_kind(place, kind, up_to_round=before), proposal)


def _for(record: TrackRecord, proposal: Proposal) -> TrackRecord:
    if proposal.indicator is None or proposal.kind_id != record.kind.pk:
        return record
    return replace(record, indicator=proposal.indicator, hoped=proposal.target)
