"""How much of the trust's work with awards waits in a place: each figure can be done now."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from grants import access, needed
from grants.actions.payments import PAYS
from grants.models import Award, Condition, Instalment
from places.models import Neighbourhood
from voting.actions.challenges import challenges_that_could_change


def without_holder(area: Neighbourhood) -> int:
    """Awards that need somebody to hold them."""
    return access.without_holder(area).count()


def payees(area: Neighbourhood) -> int:
    """Accounts to confirm: of each award only the newest, entered by the one who holds it now."""
    held = _awards(area).filter(status="accepted")
    return access.details_of_holders().filter(award__in=held, confirmed_at=None).count()


def payments(area: Neighbourhood) -> int:
    """Payments that are due or approved, that nothing holds up, and within what is needed."""
    rows = Instalment.objects.filter(award__in=_clear(area), status__in=needed.UNSENT)
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


def _clear(area: Neighbourhood) -> QuerySet[Award]:
    """Awards that money may go to now: what `clear_to_pay` asks of one, asked of all at once."""
    confirmed = access.details_of_holders().filter(confirmed_at__isnull=False)
    unmet = Condition.objects.filter(award=OuterRef("pk"), cleared_at=None)
    doubted = challenges_that_could_change().filter(
        Q(proposal=OuterRef("proposal")) | Q(proposal=None), round=OuterRef("proposal__round")
    )
    awards = _awards(area).filter(status__in=PAYS, pk__in=confirmed.values("award"))
    awards = awards.exclude(pk__in=access.without_holder(area).values("pk"))
    return awards.filter(~Exists(unmet), ~Exists(doubted))


def _awards(area: Neighbourhood) -> QuerySet[Award]:
    return Award.objects.filter(proposal__round__neighbourhood=area)
