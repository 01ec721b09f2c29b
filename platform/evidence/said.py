"""What is said once a measurement was looked at."""

from evidence.models import Observation


def verified(observation: Observation) -> str:
    """Somebody else saw that it holds."""
    label = observation.expectation.label
    if Observation.objects.filter(supersedes=observation).exists():
        return f"{label}: looked at. A newer figure stands in its place."
    return f"{label}: the figure counts from now on."
