"""How much may still be paid on an award: never more than its newest accepted report leaves needed.

A last report says what the whole project cost: no more is paid than that. A report in between says
how much of what was paid is spent: the next payment waits until all of it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from grants.models import Award, Instalment, ProgressReport
from kit.access import YES, Verdict, no
from kit.money import pounds
from ledger.models import Entry

UNSENT = ("due", "approved")


@dataclass(frozen=True)
class Need:
    """What the newest accepted report says, beside what is paid and promised. Pence.

    `spent` is None while no report has been accepted; `is_final` once a last one has.
    """

    spent: int | None
    is_final: bool
    paid: int
    promised: int

    @property
    def left(self) -> int:
        """Pence that may still be paid."""
        if self.spent is None:
            return self.promised
        if self.is_final:
            return max(0, self.spent - self.paid)
        return self.promised if self.spent >= self.paid else 0

    @property
    def spare(self) -> int:
        """Pence promised that, by the accepted last report, are not needed."""
        return max(0, self.promised - self.left) if self.is_final else 0

    def allows(self, pence: int, *, others: int = 0) -> Verdict:
        """Whether a payment fits, when `others` pence may go before it."""
        if pence <= self.left - others:
            return YES
        if self.is_final:
            return no(
                f"By the last report {pounds(self.left)} of this award is still needed, and this "
                f"payment is {pounds(pence)}. First put back what is not needed."
            )
        return self.holds_up

    @property
    def holds_up(self) -> Verdict:
        """Why the next payment waits, when it waits for what was paid before to be spent."""
        if self.spent is None or self.is_final or self.left:
            return YES
        return no(
            f"{pounds(self.paid)} was paid, and by the newest report {pounds(self.spent)} of it is "
            "spent. The next payment waits for a report that the rest is spent too."
        )


def of(award: Award) -> Need:
    """What one award still needs."""
    return of_all([award])[award.pk]


def of_all(awards: Iterable[Award]) -> dict[UUID, Need]:
    """The same for several, in two queries."""
    awards = list(awards)
    reports = _newest_reports(awards)
    sums = _sums(awards)
    return {award.pk: _need(reports.get(award.pk), sums[award.pk]) for award in awards}


def payable(instalment: Instalment) -> Verdict:
    """Whether this payment is within what is needed, after those that go before it."""
    award = instalment.award
    before = award.instalments.filter(status__in=UNSENT, number__lt=instalment.number)
    others = before.aggregate(sum=Sum("pence"))["sum"] or 0
    return of(award).allows(instalment.pence, others=others)


def _need(report: ProgressReport | None, sums: Mapping[str, int]) -> Need:
    return Need(
        spent=report.spent_pence if report else None,
        is_final=bool(report and report.is_final),
        paid=sums["paid"],
        promised=sums["committed"],
    )


def _newest_reports(awards: list[Award]) -> dict[UUID, ProgressReport]:
    """By award, the accepted report that counts: the newest last one, or else the newest."""
    rows = ProgressReport.objects.filter(award__in=awards, accepted_at__isnull=False)
    return {row.award_id: row for row in rows.order_by("is_final", "sent_at")}


def _sums(awards: list[Award]) -> defaultdict[UUID, defaultdict[str, int]]:
    """By award (its id is the commitment's), pence by kind of account."""
    found: defaultdict[UUID, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = Entry.objects.filter(move__commitment__in=[award.pk for award in awards])
    sums = rows.values("move__commitment", "account__kind").annotate(total=Sum("pence"))
    for row in sums:
        found[row["move__commitment"]][row["account__kind"]] = row["total"]
    return found
