"""What a decision stands on is fixed while a round runs: the quorum, and the number of seats."""

from django.db.models import Q

from grants.models import Member, Panel
from grants.refusals import PanelFixed
from places.models import Neighbourhood
from rounds.models import Round


def running(area: Neighbourhood) -> list[Round]:
    """Published rounds of a place that the panel has not decided yet, with every sitting closed."""
    sits = Q(meeting__opened_at__isnull=False, meeting__closed_at=None)
    rounds = Round.objects.in_area(area).shown().filter(origin="native")
    open_ = rounds.filter(cancelled_at=None, signed_off_at=None)
    return list(open_.filter(Q(decided_at=None) | sits).order_by("number"))


def seats_of(panel: Panel, round: Round) -> int:
    """How many seats with a vote the panel had when a round was published."""
    seats = Member.objects.filter(panel=panel, joined_at__lte=round.published_at)
    stayed = seats.filter(Q(left_at=None) | Q(left_at__gt=round.published_at))
    return stayed.exclude(position="secretary").count()


def words(panel: Panel) -> str:
    """Why the quorum and the seats can't change now; empty when they can."""
    rounds = running(panel.neighbourhood)
    if not rounds:
        return ""
    seats = min(seats_of(panel, each) for each in rounds)
    named, until = f"Round {rounds[0].number} is", "it is"
    if rounds[1:]:
        numbers = ", ".join(str(each.number) for each in rounds[:-1])
        named, until = f"Rounds {numbers} and {rounds[-1].number} are", "they are"
    return (
        f"{named} published, so the quorum and the {seats} seats stay until {until} decided. A "
        "seat that is given up can be filled again."
    )


def require_quorum(panel: Panel) -> None:
    """Raise PanelFixed while a round runs."""
    rounds = running(panel.neighbourhood)
    if rounds:
        raise PanelFixed(
            f"The quorum can't change while round {rounds[0].number} is published and not decided.",
            field="quorum",
        )


def require_seat(panel: Panel) -> None:
    """Raise PanelFixed when a seat with a vote would be one more than a running round had."""
    now = Member.objects.filter(panel=panel, left_at=None).exclude(position="secretary").count()
    for round_ in running(panel.neighbourhood):
        most = seats_of(panel, round_)
        if now >= most:
            raise PanelFixed(
                f"The panel had {most} members with a vote when round {round_.number} was "
                "published. It can have no more before that round is decided.",
                field="person",
            )
