"""A second look at "not this time", by somebody who did not check it the first time."""

from django.db import transaction

from kit import clock
from people.models import User
from proposals import access
from proposals.actions._common import enter, keep, locked, reason_of, write_to_proposer
from proposals.actions.checks import (
    add_check,
    make_ready,
    newest,
    require_checker,
    require_checks_open,
)
from proposals.models import Proposal
from proposals.refusals import AskedAlready, AtThisPoint, NotYours, SamePerson


@transaction.atomic
def ask_second_look(proposal: Proposal, *, because: str, by: User) -> Proposal:
    """The proposer asks somebody else to look again at "not this time"; once.

    Raises NotYours, AtThisPoint, AskedAlready, NoReason, BallotFixed.
    """
    proposal = locked(proposal)
    if not access.leads(proposal, by):
        raise NotYours
    if proposal.status != "refused":
        raise AtThisPoint
    require_checks_open(proposal)
    if proposal.second_look_asked_at is not None:
        raise AskedAlready
    proposal.second_look_asked_at = clock.now()
    proposal.second_look_because = reason_of(because)
    keep(proposal)
    enter(proposal, by=by, kind="proposal.second_look_asked", words={"reason": because.strip()})
    return proposal


@transaction.atomic
def review(proposal: Proposal, *, ready: bool, reason: str, by: User) -> Proposal:
    """Answer it: `ready` turns "not this time" into "can go to the vote", else the answer stands.

    Raises NotStaff, OwnProposal, SamePerson, AtThisPoint, NoReason, NotLookedAt, BallotFull,
    BallotFixed.
    """
    proposal = locked(proposal)
    require_checker(proposal, by)
    if not access.may_review(proposal, by):
        raise SamePerson
    require_checks_open(proposal)
    if not _waits(proposal):
        raise AtThisPoint
    reason = reason_of(reason)
    proposal.second_look_at, proposal.second_look_by = clock.now(), by
    proposal.second_look_answer = reason
    if ready:
        _turn_checks(proposal, reason, by)
        make_ready(proposal)
    else:
        keep(proposal)
    kind = "proposal.ready" if ready else "proposal.second_look"
    entry = enter(proposal, by=by, kind=kind, words={"reason": reason})
    write_to_proposer(proposal, template="ready" if ready else "stands", entry=entry, reason=reason)
    return proposal


def _waits(proposal: Proposal) -> bool:
    asked = proposal.second_look_asked_at is not None
    return proposal.status == "refused" and asked and proposal.second_look_at is None


def _turn_checks(proposal: Proposal, reason: str, by: User) -> None:
    """What was answered with no gets a yes with the second person's reason; the first answer
    stays.
    """
    for kind, answer in newest(proposal).items():
        if not answer.passed:
            add_check(proposal, kind=kind, passed=True, reason=reason, by=by)
