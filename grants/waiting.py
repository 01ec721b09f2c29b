"""How much of the trust's work with awards waits in a place: each figure can be done now."""

from django.db.models import Exists, OuterRef, QuerySet

from grants import needed
from grants.models import Award, BankDetails, Instalment
from places.models import Neighbourhood


def without_holder(area: Neighbourhood) -> int:
    """Awards that need somebody to hold them."""
    return _awards(area).filter(status="waiting").count()


def payees(area: Neighbourhood) -> int:
    """Accounts to confirm: of each award only the newest, entered by the one who holds it now."""
    later = BankDetails.objects.filter(
        award=OuterRef("award"), entered_at__gt=OuterRef("entered_at")
    )
    rows = BankDetails.objects.filter(award__in=_awards(area).filter(status="accepted"))
    mine = Award.objects.filter(pk=OuterRef("award"), holder=OuterRef("entered_by"))
    return rows.filter(~Exists(later), Exists(mine), confirmed_at=None).count()


def payments(area: Neighbourhood) -> int:
    """Payments that are due or approved, and within what is needed."""
    rows = Instalment.objects.filter(award__in=_awards(area), status__in=needed.UNSENT)
    unsent = list(rows.select_related("award").order_by("award", "number"))
    needs = needed.of_all({row.award_id: row.award for row in unsent}.values())
    before: dict[object, int] = {}
    count = 0
    for row in unsent:
        others = before.get(row.award_id, 0)
        count += bool(needs[row.award_id].allows(row.pence, others=others))
        before[row.award_id] = others + row.pence
    return count


def to_put_back(area: Neighbourhood) -> int:
    """Awards of which something is promised that the last report does not need."""
    reported = _awards(area).filter(
        status="accepted", reports__is_final=True, reports__accepted_at__isnull=False
    )
    return sum(need.spare > 0 for need in needed.of_all(reported.distinct()).values())


def _awards(area: Neighbourhood) -> QuerySet[Award]:
    return Award.objects.filter(proposal__round__neighbourhood=area)
