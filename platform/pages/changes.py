"""What projects hoped for and what was measured, neighbourhood by neighbourhood."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from evidence.models import Expectation, Observation
from places.models import Neighbourhood


@dataclass(frozen=True)
class Change:
    """One project's hope and what came of it: values in the indicator's unit."""

    expectation: Expectation
    value: Decimal | None
    measured_on: date | None
    verdict: str
    tone: str

    @property
    def reached(self) -> bool:
        return self.tone == "good"


def funded(area: Neighbourhood) -> QuerySet[Expectation]:
    """Expectations of funded projects, with their verified measurements, newest first."""
    verified = Observation.objects.filter(verified_at__isnull=False, superseded_by=None)
    return (
        Expectation.objects.filter(place=area, funded_at__isnull=False)
        .select_related("indicator", "kind")
        .prefetch_related(Prefetch("observations", verified.order_by("-measured_on"), "verified"))
        .order_by("-round_number", "label")
    )


def of(area: Neighbourhood, today: date) -> list[Change]:
    """Every funded project of the neighbourhood and how it did."""
    return [_change(expectation, today) for expectation in funded(area)]


def _change(expectation: Expectation, today: date) -> Change:
    verified: list[Observation] = expectation.verified  # type: ignore[attr-defined]
    if not verified:
        late = today > expectation.due
        return Change(
            expectation, None, None, *(("Not reported", "mid") if late else ("Too soon", "few"))
        )
    value = verified[0].value
    down = expectation.indicator.better == "down"
    reached = value <= expectation.target if down else value >= expectation.target
    verdict = ("Target met", "good") if reached else ("Below target", "mid")
    return Change(expectation, value, verified[0].measured_on, *verdict)
