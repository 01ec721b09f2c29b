"""What the holder says of the work, and money that comes back."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from evidence import actions as evidence
from grants import access, entries, letters
from grants.actions.awards import locked
from grants.actions.payments import next_due
from grants.models import Award, ProgressReport
from grants.refusals import (
    AlreadyBack,
    MeasuredByHalf,
    NotAccepted,
    ReportAccepted,
    SpentTooMuch,
    insist,
)
from kit import clock
from kit.money import pounds
from ledger import books
from people import uploads
from people.models import Upload, User


@transaction.atomic
def send_report(
    award: Award,
    *,
    key: UUID,
    spent_pence: int,
    happened: str,
    differently: str = "",
    value: Decimal | None = None,
    measured_on: date | None = None,
    how: str = "",
    photo: Upload | None = None,
    is_final: bool = True,
    by: User,
) -> ProgressReport:
    """The holder's short report. `key` comes from the form: the same key again is the same report.

    `spent_pence` is what was spent of the award so far. A measured value goes with the day and how,
    and is handed to `evidence`, where somebody else must verify it.
    """
    award = locked(award)
    insist(access.may_answer(award, by))
    sent = ProgressReport.objects.filter(pk=key, award=award).first()
    if sent:
        return sent
    if award.status != "accepted":
        raise NotAccepted("Accept the offer first.")
    if spent_pence > award.pence:
        raise SpentTooMuch
    observation = _observe(award, value, measured_on, how, photo, by)
    if photo:
        uploads.show(photo)
    report = ProgressReport.objects.create(
        id=key,
        award=award,
        is_final=is_final,
        spent_pence=spent_pence,
        happened=happened.strip(),
        differently=differently.strip(),
        photo=photo,
        observation_id=observation,
        sent_by=by,
    )
    entries.about_award(
        award,
        "report.sent",
        by=by,
        role="holder",
        after={"spent_pence": spent_pence, "is_final": is_final, "measured": bool(observation)},
        words={"happened": report.happened, "differently": report.differently},
    )
    return report


@transaction.atomic
def accept_report(report: ProgressReport, *, by: User) -> ProgressReport:
    """Staff who did not give the award accept a report: the next payment becomes due by it, if the
    report leaves it needed.
    """
    award = locked(report.award)
    report = ProgressReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    insist(access.may_accept_report(report, by))
    if report.accepted_at is not None:
        raise ReportAccepted
    report.accepted_by, report.accepted_at = by, clock.now()
    report.save(update_fields=["accepted_by", "accepted_at"])
    entries.about_award(
        award,
        "report.accepted",
        by=by,
        role=entries.staff_role(by, access.area_of(award)),
        after={"is_final": report.is_final},
    )
    letters.to_holder(award, "report_accepted", once=str(report.pk))
    next_due(award, by=by)
    return report


@transaction.atomic
def give_back(award: Award, *, pence: int, held: int, by: User) -> Award:
    """Money that was paid and not spent came back: it goes to the fund, never to the round.

    `held` is the pence that were paid and not back when the page was made: the same page pressed
    twice moves money once. Raises AlreadyBack.
    """
    award = locked(award)
    insist(access.may_complete(award, by))
    now_held = books.holding(award.commitment, "paid")
    if now_held != held:
        raise AlreadyBack(
            f"This has changed since the page was made: {pounds(now_held)} of this award is paid "
            "and not back. Look again."
        )
    books.give_back(award.commitment, pence, memo=award.proposal.title)
    entries.about_award(
        award,
        "money.returned",
        by=by,
        role=entries.staff_role(by, access.area_of(award)),
        after={"returned_pence": pence},
    )
    return award


def _observe(
    award: Award,
    value: Decimal | None,
    measured_on: date | None,
    how: str,
    photo: Upload | None,
    by: User,
) -> UUID | None:
    given = (value is not None, measured_on is not None, bool(how.strip()))
    if value is None or measured_on is None or not all(given):
        if any(given):
            raise MeasuredByHalf
        return None
    barred = access.awarders(award) | access.team(award)
    observation = evidence.observe(
        award.proposal_id,
        value=value,
        measured_on=measured_on,
        how=how.strip(),
        barred=barred,
        evidence=photo,
        by=by,
    )
    return observation.pk
