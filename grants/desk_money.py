"""One award as staff see it: what may be done next, by whom, and if not by them, why."""

from dataclasses import dataclass

from grants import access, needed
from grants.actions.awards import paid, spent, unfinished
from grants.actions.payments import clear_to_pay
from grants.models import (
    Award,
    BankDetails,
    Condition,
    HolderInvitation,
    Instalment,
    ProgressReport,
)
from kit.access import Verdict
from ledger import books
from people.models import User
from places.models import Neighbourhood


@dataclass(frozen=True)
class Payment:
    """A payment with the one step that is next. `step`: approve, authorise, sent, or empty."""

    instalment: Instalment
    step: str
    verdict: Verdict
    waits: str

    @property
    def tone(self) -> str:
        """The tone of the payment's word."""
        tones = {"due": "few", "approved": "few", "sent": "good"}
        return tones.get(self.instalment.status, "mid")


@dataclass(frozen=True)
class Desk:
    """Everything that staff see of one award. Sums are pence."""

    award: Award
    needs_holder: bool
    invited: HolderInvitation | None
    holds_up: str
    conditions: list[tuple[Condition, Verdict]]
    details: BankDetails | None
    may_confirm: Verdict | None
    may_see: Verdict | None
    payments: list[Payment]
    reports: list[tuple[ProgressReport, Verdict]]
    may_complete: Verdict
    unfinished: str
    paid: int
    promised: int
    held: int
    unspent: int
    spare: int


def desk_of(award: Award, user: User) -> Desk:
    """The award as `user`, a member of staff, sees it."""
    details = access.details_of_holder(award)
    final = award.reports.filter(is_final=True, accepted_at__isnull=False).exists()
    held = books.holding(award.commitment, "paid")
    need = needed.of(award)
    open_ = award.invitations.filter(accepted_at=None, withdrawn_at=None)
    return Desk(
        award=award,
        needs_holder=access.needs_holder(award),
        invited=open_.select_related("invited_by").first(),
        holds_up=need.holds_up.because,
        conditions=[
            (each, access.may_clear(each, user)) for each in award.conditions.order_by("pk")
        ],
        details=details,
        may_confirm=access.may_confirm_payee(details, user) if details else None,
        may_see=access.may_see_account(details, user) if details else None,
        payments=[payment(each, user) for each in award.instalments.all()],
        reports=[(each, access.may_accept_report(each, user)) for each in award.reports.all()],
        may_complete=access.may_complete(award, user),
        unfinished=unfinished(award),
        paid=paid(award),
        promised=books.holding(award.commitment, "committed"),
        held=held,
        unspent=max(0, held - spent(award)) if final else 0,
        spare=need.spare,
    )


def next_steps(area: Neighbourhood) -> list[tuple[Award, str, str]]:
    """Every award of a place, the newest first, with a word on what it waits for and its tone. As
    many queries for many as for one.
    """
    awards = Award.objects.filter(proposal__round__neighbourhood=area).order_by("-offered_at")
    awards = awards.select_related("proposal__round")
    rows = list(awards.prefetch_related("conditions", "reports", "instalments"))
    needs = needed.of_all(rows)
    unheld = set(access.without_holder(area).values_list("pk", flat=True))
    newest = access.details_of_holders().filter(award__in=rows)
    details = {each.award_id: each for each in newest}
    return [
        (row, *_next_step(row, needs[row.pk], details.get(row.pk), unheld=row.pk in unheld))
        for row in rows
    ]


def _next_step(
    award: Award, need: needed.Need, details: BankDetails | None, *, unheld: bool
) -> tuple[str, str]:
    if award.status != "accepted":
        tone = {"waiting": "few", "offered": "few", "complete": "good"}.get(award.status, "mid")
        return Award.STATES["waiting"] if unheld else Award.STATES[award.status], tone
    steps = (
        (unheld, Award.STATES["waiting"], "few"),
        (details is None, "Waits for bank details", "mid"),
        (details is not None and details.confirmed_at is None, "Confirm the payee", "few"),
        (any(not each.cleared_at for each in award.conditions.all()), "Conditions to meet", "few"),
        (any(not each.accepted_at for each in award.reports.all()), "Report to read", "few"),
        (need.spare > 0, "Money to put back", "few"),
        (not need.holds_up, "Waits for a report of what is spent", "mid"),
        (_any(award, "approved", second=False), "Payment to authorise", "few"),
        (_any(award, "approved", second=True), "Payment to send", "few"),
        (_any(award, "due"), "Payment to approve", "few"),
        (not unfinished(award, need), "Can be closed", "few"),
    )
    return next(((word, tone) for is_so, word, tone in steps if is_so), ("Under way", "good"))


def _any(award: Award, status: str, *, second: bool | None = None) -> bool:
    rows = [each for each in award.instalments.all() if each.status == status]
    return any(second in (None, each.authorised_by_id is not None) for each in rows)


def payment(instalment: Instalment, user: User) -> Payment:
    """A payment with its next step, as `user` may take it."""
    step, verdict = _step(instalment, user)
    return Payment(instalment, step, verdict, _waits(instalment) if step else "")


def _waits(instalment: Instalment) -> str:
    clear = clear_to_pay(instalment.award)
    return (needed.payable(instalment) if clear else clear).because


def _step(instalment: Instalment, user: User) -> tuple[str, Verdict]:
    if instalment.status == "due":
        return "approve", access.may_approve(instalment, user)
    if instalment.status == "approved" and instalment.authorised_by_id is None:
        return "authorise", access.may_authorise(instalment, user)
    if instalment.status == "approved":
        return "sent", access.may_send(instalment, user)
    return "", Verdict(False)
