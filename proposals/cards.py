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
    """Cards of one round's proposals; the track records of their kinds are read together."""
    proposals = list(proposals)
    codes = {one.kind_id for one in proposals if one.kind_id is not None}
    records = track_record.of_kinds(round.neighbourhood, codes, up_to_round=round.number - 1)
    return [
        Card(one, _for(records[one.kind_id], one).sentence if one.kind_id is not None else "")
        for one in proposals
    ]


def track_of(proposal: Proposal, kind: Kind) -> TrackRecord:
    """What earlier projects of this kind reached here, beside what this proposal hopes for."""
    place, before = proposal.round.neighbourhood, proposal.round.number - 1
    return _for(track_record.of_kind(place, kind, up_to_round=before), proposal)


def _for(track: TrackRecord, proposal: Proposal) -> TrackRecord:
    if proposal.kind_id != track.kind.pk or proposal.indicator_id is None:
        return track
    if proposal.indicator_id == track.indicator.pk:
        return replace(track, hoped=proposal.target)
    indicator = proposal.indicator or track.indicator
    return replace(track, indicator=indicator, hoped=proposal.target)
