"""Checks: four questions with a public answer each, and what follows from them."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction

from kit import clock
from people.models import User
from proposals import access
from proposals.actions._common import (
    enter,
    keep,
    locked,
    move,
    reason_of,
    show_photo,
    write_to_proposer,
)
from proposals.models import CHECKS, Check, Proposal
from proposals.refusals import (
    AnsweredMeanwhile,
    AtThisPoint,
    BallotFixed,
    BallotFull,
    NotAllChecked,
    NotLookedAt,
    NotStaff,
    OwnProposal,
    SentBackAlready,
)
from rounds import phases
from rounds.models import Round


def newest(proposal: Proposal) -> dict[str, Check]:
    """The check that counts for each question: the newest."""
    return {check.kind: check for check in proposal.checks.order_by("at", "pk")}


@transaction.atomic
def check(proposal: Proposal, *, kind: str, passed: bool, reason: str, by: User) -> Check:
    """Answer one question (a key of CHECKS) with a reason that everybody can read. The newest
    answer counts.

    Raises NotStaff, OwnProposal, AtThisPoint, NoReason, BallotFixed.
    """
    proposal = locked(proposal)
    require_checker(proposal, by)
    require_checks_open(proposal)
    if proposal.status != "submitted":
        raise AtThisPoint
    return add_check(proposal, kind=kind, passed=passed, reason=reason_of(reason), by=by)


class Given(NamedTuple):
    """An answer as somebody gave it on a page. `seen` is the key of the answer that stood there
    then, or empty.
    """

    passed: bool
    reason: str
    seen: str = ""


@transaction.atomic
def check_each(proposal: Proposal, *, answers: Mapping[str, Given], by: User) -> list[Check]:
    """Answer several questions at once: each with its own entry, and all of them or none. What
    stands there already, as after a double press, is not answered again.

    Raises AnsweredMeanwhile where another answer stands than was seen, and what `check` raises.
    """
    proposal = locked(proposal)
    stands = newest(proposal)
    new = {kind: given for kind, given in answers.items() if not _stands(given, stands.get(kind))}
    for kind, given in new.items():
        if given.seen != (str(stands[kind].pk) if kind in stands else ""):
            raise AnsweredMeanwhile(field=f"{kind}-passed")
    return [
        check(proposal, kind=kind, passed=given.passed, reason=given.reason, by=by)
        for kind, given in new.items()
    ]


def _stands(given: Given, answer: Check | None) -> bool:
    if answer is None:
        return False
    return (answer.passed, answer.reason) == (given.passed, given.reason.strip())


def add_check(proposal: Proposal, *, kind: str, passed: bool, reason: str, by: User) -> Check:
    """One answer and its entry in the record."""
    if kind not in CHECKS:
        raise AtThisPoint("Choose one of the four questions.")
    answer = Check.objects.create(
        proposal=proposal, kind=kind, passed=passed, reason=reason, by=by, at=clock.now()
    )
    enter(
        proposal,
        by=by,
        kind="proposal.checked",
        after={"question": kind, "passed": passed},
        words={"reason": reason},
    )
    return answer


@transaction.atomic
def return_for_change(proposal: Proposal, *, reason: str, by: User) -> Proposal:
    """Send it back to its proposer to change something; once.

    Raises NotStaff, OwnProposal, AtThisPoint, SentBackAlready, NoReason, BallotFixed.
    """
    proposal = locked(proposal)
    require_checker(proposal, by)
    require_checks_open(proposal)
    if proposal.returned_at is not None:
        raise SentBackAlready
    move(proposal, "returned")
    proposal.returned_at = clock.now()
    return _decided(proposal, by=by, kind="proposal.returned", template="returned", reason=reason)


@transaction.atomic
def pass_to_vote(proposal: Proposal, *, by: User) -> Proposal:
    """Say that it can go to the vote: all four questions have a yes.

    Raises NotStaff, OwnProposal, AtThisPoint, NotAllChecked, NotLookedAt, BallotFull, BallotFixed.
    """
    proposal = locked(proposal)
    require_checker(proposal, by)
    require_checks_open(proposal)
    if proposal.status != "submitted":
        raise AtThisPoint
    answers = newest(proposal)
    if not all(kind in answers and answers[kind].passed for kind in CHECKS):
        raise NotAllChecked
    make_ready(proposal)
    entry = enter(
        proposal,
        by=by,
        kind="proposal.ready",
        after={"asked_pence": proposal.asked_pence},
        words={"title": proposal.title},
    )
    write_to_proposer(proposal, template="ready", entry=entry)
    return proposal


@transaction.atomic
def refuse(proposal: Proposal, *, reason: str, by: User) -> Proposal:
    """Say "not this time because…". The proposer may ask for a second look.

    Raises NotStaff, OwnProposal, AtThisPoint, NoReason, BallotFixed.
    """
    proposal = locked(proposal)
    require_checker(proposal, by)
    require_checks_open(proposal)
    if proposal.status != "submitted":
        raise AtThisPoint
    move(proposal, "refused")
    proposal.refused_by = by
    return _decided(proposal, by=by, kind="proposal.refused", template="refused", reason=reason)


def require_checker(proposal: Proposal, by: User) -> None:
    """Raises NotStaff, or OwnProposal for an officer who works on it."""
    if not access.is_staff(by, proposal.round):
        raise NotStaff
    if not access.may_check(proposal, by):
        raise OwnProposal


def require_checks_open(proposal: Proposal) -> None:
    """Raises BallotFixed, or RoundClosed and its kin when checks are over."""
    phases.require(proposal.round, "ideas", "develop", "checks", "vote-delayed")
    if proposal.round.box_ready_at is not None:
        raise BallotFixed


def make_ready(proposal: Proposal) -> None:
    """Move it to "can go to the vote", saved. Raises NotLookedAt, BallotFull, BallotFixed."""
    if proposal.waits_for_look:
        raise NotLookedAt
    # Fixing the ballot and making its box ready hold the round: what they read stays as it was.
    round = Round.objects.select_for_update(of=("self",)).get(pk=proposal.round_id)
    if round.box_ready_at is not None:
        raise BallotFixed
    most: int | None = round.rules.get("proposals", {}).get("max_on_ballot")
    if most is not None and round.proposals.filter(status="ready").count() >= most:
        raise BallotFull
    move(proposal, "ready")
    proposal.status_because = ""
    keep(proposal)
    show_photo(proposal)


def _decided(proposal: Proposal, *, by: User, kind: str, template: str, reason: str) -> Proposal:
    proposal.status_because = reason_of(reason)
    keep(proposal)
    entry = enter(proposal, by=by, kind=kind, words={"reason": proposal.status_because})
    write_to_proposer(proposal, template=template, entry=entry, reason=proposal.status_because)
    return proposal
