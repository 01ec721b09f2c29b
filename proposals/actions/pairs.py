"""Two ideas that can't both be done: said in public before the ballot is fixed, or taken back."""

from uuid import UUID

from django.db import transaction

from audit.actions import record
from kit import clock
from people import post
from people.models import User
from proposals.actions._common import path_of, reason_of, role_of
from proposals.actions.checks import require_checker, require_checks_open
from proposals.models import CAN_BE_PAIRED, IncompatiblePair, Proposal
from proposals.pairs import ballot_is_fixed
from proposals.refusals import (
    BallotFixed,
    NotAPair,
    PairedAlready,
    SameIdea,
    TakenBackAlready,
)
from rounds.models import Round

UNSEEN = "another idea"


@transaction.atomic
def declare_incompatible(
    one: Proposal, *, other: Proposal, because: str, by: User
) -> IncompatiblePair:
    """Say that two ideas of a round can't both be done, with a reason that everybody can read.

    Raises SameIdea, NotAPair, PairedAlready, NotStaff, OwnProposal, NoReason, BallotFixed, and
    RoundClosed and its kin.
    """
    if one.pk == other.pk:
        raise SameIdea
    first, second = _held(one, other)
    _require_open(first, second, by=by)
    if not all(idea.is_public and idea.status in CAN_BE_PAIRED for idea in (first, second)):
        raise NotAPair
    if IncompatiblePair.objects.standing().filter(one=first, other=second).exists():
        raise PairedAlready
    pair = IncompatiblePair.objects.create(
        one=first, other=second, because=reason_of(because), declared_by=by, declared_at=clock.now()
    )
    _tell(pair, by=by, kind="idea.incompatible", template="incompatible")
    return pair


@transaction.atomic
def withdraw_incompatible(pair: IncompatiblePair, *, by: User) -> IncompatiblePair:
    """Take it back: the count may pick both. The pair and its reason stay in the record.

    Raises TakenBackAlready, NotStaff, OwnProposal, BallotFixed, and RoundClosed and its kin.
    """
    first, second = _held(pair.one, pair.other)
    _require_open(first, second, by=by)
    pair = IncompatiblePair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    if pair.withdrawn_at is not None:
        raise TakenBackAlready
    pair.one, pair.other = first, second
    pair.withdrawn_by, pair.withdrawn_at = by, clock.now()
    pair.save(update_fields=["withdrawn_by", "withdrawn_at"])
    _tell(pair, by=by, kind="idea.compatible_again", template="compatible_again")
    return pair


def _held(one: Proposal, other: Proposal) -> tuple[Proposal, Proposal]:
    """Both as they stand now, the lower number first, and their round: held until the deed is done.

    A lock that lets the ballot's lines refer to the ideas: fixing it holds the round first.
    """
    both = Proposal.objects.filter(pk__in=[one.pk, other.pk]).order_by("pk")
    held = sorted(
        both.select_for_update(of=("self",), no_key=True), key=lambda idea: (idea.number, idea.pk)
    )
    first, second = held
    if first.round_id != second.round_id:
        raise NotAPair
    round = Round.objects.select_for_update(of=("self",)).get(pk=first.round_id)
    first.round = second.round = round
    return first, second


def _require_open(first: Proposal, second: Proposal, *, by: User) -> None:
    for idea in (first, second):
        require_checker(idea, by)
    require_checks_open(first)
    if ballot_is_fixed(first.round):
        raise BallotFixed("The ballot is fixed, so this can't change any more.")


def _tell(pair: IncompatiblePair, *, by: User, kind: str, template: str) -> None:
    """One entry about the pair, with words only of ideas that everybody may read; one e-mail to
    each proposer, and one alone to somebody who proposed both.
    """
    one, other = pair.one, pair.other
    free = {"one": one.title, "other": other.title, "reason": pair.because}
    entry = record(
        by=by,
        kind=kind,
        subject=pair,
        role=role_of(one, by),
        place=one.round.neighbourhood_id,
        round=one.round_id,
        after={"numbers": [one.number, other.number]},
        words=free if one.is_public and other.is_public else {},
    )
    for mine, theirs in ((one, other), (other, one)):
        _write(mine, theirs, template=template, entry=entry, reason=pair.because)


def _write(mine: Proposal, theirs: Proposal, *, template: str, entry: UUID, reason: str) -> None:
    if mine.lead is not None:
        post.write(
            to=mine.lead,
            template=f"email/proposals/{template}.txt",
            context={
                "proposal": mine,
                "other": f"“{theirs.title}”" if theirs.is_public else UNSEEN,
                "reason": reason if theirs.is_public else "",
                "path": path_of(mine),
            },
            key=f"proposal-{entry}-{mine.lead_id}",
        )
