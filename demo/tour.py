"""Seven stops through the demonstration, each on a real page."""

from typing import NamedTuple

from django.urls import reverse

from grants.models import Award, Decision, Instalment
from places.models import Neighbourhood
from proposals.models import Proposal
from rounds.models import Round
from voting.models import Count


class Stop(NamedTuple):
    """One stop: what to look at, in a sentence, and where."""

    title: str
    look: str
    url: str


def stops() -> list[Stop]:
    """The seven stops, as far as the demonstration has come."""
    area = Neighbourhood.objects.filter(slug="east-marsh", is_demonstration=True).first()
    facts = (
        Round.objects.filter(neighbourhood=area, decided_at__isnull=False)
        .order_by("-number")
        .first()
    )
    if area is None or facts is None:
        return []
    here = [area, facts.number]
    return [
        Stop("Why this lost", _loser(facts), reverse("voting:results", args=here)),
        Stop(
            "Check my receipt",
            "Ruth kept her receipt. Type it in and find her ballot in the published list.",
            reverse("voting:check", args=here),
        ),
        Stop(
            "Another rule tried on the same ballots",
            "What if the count had ended at the first idea that cost too much? It is counted "
            "again while you look. The published result stands.",
            reverse("voting:try", args=here) + "?rule=greedy&misfit=stop",
        ),
        Stop(
            "The panel departs, with a reason",
            _departure(facts),
            reverse("grants:decisions", args=here),
        ),
        Stop(
            "Follow one payment",
            "From the fund to the people who did the work: who approved it, who sent it.",
            _payment(area),
        ),
        Stop(
            "What the trees did",
            "Planted, counted again by somebody else, and what they would do differently.",
            _trees(area),
        ),
        Stop(
            "What that changed in the next round",
            "The next tree idea carries the result, on its page and the ballot.",
            _after(area, facts),
        ),
    ]


def _loser(round_: Round) -> str:
    result = Count.objects.filter(round=round_).latest("counted_at").result
    picked = len(result["funded"])
    total = round_.ballot_lines.count()
    return (
        f"The vote picked {picked} of {total} ideas. Each of the others says what it lacked, "
        "to the pound."
    )


def _departure(round_: Round) -> str:
    departed = Decision.objects.filter(meeting__round=round_, departs=True).count()
    times = {1: "once", 2: "twice"}.get(departed, f"{departed} times")
    return f"The panel did otherwise than the vote {times}, and had to say why."


def _payment(area: Neighbourhood) -> str:
    sent = Instalment.objects.filter(
        award__proposal__round__neighbourhood=area, status="sent", move__isnull=False
    ).order_by("sent_at")
    first = sent.first()
    if first is None or first.move_id is None:
        return reverse("ledger:money", args=[area])
    return reverse("ledger:move", args=[area, first.move_id])


def _trees(area: Neighbourhood) -> str:
    award = Award.objects.filter(
        proposal__round__neighbourhood=area, proposal__kind="trees", status="complete"
    ).first()
    return (
        reverse("grants:project", args=[area, award.pk])
        if award
        else reverse("pages:changes", args=[area])
    )


def _after(area: Neighbourhood, facts: Round) -> str:
    idea = (
        Proposal.objects.filter(
            round__neighbourhood=area, round__number__gt=facts.number, kind="trees"
        )
        .select_related("round")
        .first()
    )
    if idea is None:
        return reverse("pages:learning", args=[area, facts.number])
    return reverse("proposals:detail", args=[area, idea.round.number, idea.number])
