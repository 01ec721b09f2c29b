"""A fund's plan, agreed once a year and open to change until the next."""

from collections.abc import Sequence

from django.db import transaction

from audit.actions import record
from ledger.models import Fund
from people.models import User
from rounds.models import Plan


@transaction.atomic
def agree_plan(
    fund: Fund, *, year: int, vision: str, priorities: Sequence[str], share_percent: int, by: User
) -> Plan:
    """Agree the fund's plan for one year (the year it begins in), or agree it anew.

    `priorities` are sentences in their order; `share_percent` is the part of the fund to spend, 0
    to 100.
    """
    fund = Fund.objects.select_for_update().get(pk=fund.pk)
    before = Plan.objects.filter(fund=fund, year=year).first()
    facts = [line.strip() for line in priorities if line.strip()]
    plan, _ = Plan.objects.update_or_create(
        fund=fund,
        year=year,
        defaults={
            "vision": vision,
            "priorities": facts,
            "share_percent": share_percent,
            "agreed_by": by,
        },
    )
    record(
        by=by,
        kind="plan.agreed",
        subject=plan,
        role="officer",
        place=fund.neighbourhood_id,
        before={"share_percent": before.share_percent} if before else None,
        after={"fund_ref": fund.pk, "year": year, "share_percent": share_percent},
        words={"vision": vision, "priorities": "\n".join(facts)},
    )
    return plan
