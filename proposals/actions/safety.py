"""Keeping people safe: reports, and hiding with a public reason."""

from django.db import transaction

from kit import clock
from people import post
from people.models import User
from proposals import access
from proposals.actions._common import (
    enter,
    keep,
    locked,
    path_of,
    reason_of,
    show_photo,
    write_to_proposer,
)
from proposals.actions.checks import require_checker
from proposals.models import Proposal, Report
from proposals.refusals import (
    AnsweredAlready,
    AtThisPoint,
    HiddenAlready,
    NotHidden,
    NotStaff,
    ReportedAlready,
)


@transaction.atomic
def report(proposal: Proposal, *, reason: str, by: User) -> Report:
    """Tell staff that it should not be shown: one report per person, never published.

    Raises ReportedAlready, AtThisPoint, NoReason.
    """
    proposal = locked(proposal)
    if proposal.reports.filter(by=by).exists():
        raise ReportedAlready
    if not proposal.is_public:
        raise AtThisPoint("This is not shown to the public.")
    told_us = Report.objects.create(proposal=proposal, by=by, reason=reason_of(reason))
    enter(proposal, by=by, kind="proposal.reported")
    return told_us


@transaction.atomic
def answer_report(report: Report, *, answer: str, by: User) -> Report:
    """Staff have dealt with a report; the person who sent it is told. Raises NotStaff,
    AnsweredAlready, NoReason.
    """
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    proposal = report.proposal
    if not access.is_staff(by, proposal.round):
        raise NotStaff
    if report.answered_at is not None:
        raise AnsweredAlready
    report.answered_at, report.answered_by = clock.now(), by
    report.answer = reason_of(answer)
    report.save(update_fields=["answered_at", "answered_by", "answer"])
    enter(proposal, by=by, kind="report.answered")
    post.write(
        to=report.by,
        template="email/proposals/report_answered.txt",
        context={
            "proposal": proposal,
            "area": proposal.round.neighbourhood,
            "answer": report.answer,
            "path": path_of(proposal),
        },
        key=f"report-{report.pk}",
    )
    return report


@transaction.atomic
def hide(proposal: Proposal, *, reason: str, by: User) -> Proposal:
    """Take its words and photo from every public page. Number and `reason` stay to be read.

    Raises NotStaff, AtThisPoint, HiddenAlready, NoReason.
    """
    proposal = locked(proposal)
    if not access.is_staff(by, proposal.round):
        raise NotStaff
    if proposal.status == "draft":
        raise AtThisPoint
    if proposal.hidden_at is not None:
        raise HiddenAlready
    proposal.hidden_at, proposal.hidden_because = clock.now(), reason_of(reason)
    keep(proposal)
    show_photo(proposal)
    entry = enter(
        proposal, by=by, kind="proposal.hidden", always={"reason": proposal.hidden_because}
    )
    write_to_proposer(proposal, template="hidden", entry=entry, reason=proposal.hidden_because)
    return proposal


@transaction.atomic
def unhide(proposal: Proposal, *, reason: str, by: User) -> Proposal:
    """Show it again, with a public reason. Whoever works on it lets it out neither here nor by
    looking at it first. Raises NotStaff, OwnProposal, NotHidden, NoReason.
    """
    proposal = locked(proposal)
    require_checker(proposal, by)
    if proposal.hidden_at is None:
        raise NotHidden
    reason = reason_of(reason)
    proposal.hidden_at, proposal.hidden_because = None, ""
    if proposal.waits_for_look:
        proposal.looked_at, proposal.looked_by = clock.now(), by
    keep(proposal)
    show_photo(proposal)
    entry = enter(proposal, by=by, kind="proposal.shown", words={"reason": reason})
    write_to_proposer(proposal, template="shown", entry=entry, reason=reason)
    return proposal
