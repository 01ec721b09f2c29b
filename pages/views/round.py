"""A round's own page, and what earlier rounds taught."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from audit.models import Event
from evidence import chart, track_record
from grants.models import ProgressReport
from kit import clock
from kit.access import audience
from pages import now_next, timeline
from people.middleware import PersonRequest
from places.models import Neighbourhood
from proposals import cards
from proposals.models import Proposal
from rounds import phases, strip, words
from rounds.models import Round
from voting import calls

_BALLOT = ("voting", "counting", "challenge", "panel", "delivering", "closed")


@audience("public")
def round_page(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Where a round is, what to do now, and its ideas."""
    round_ = get_object_or_404(Round.objects.in_area(area).shown(), number=number)
    if round_.origin == "imported":
        raise Http404
    now = clock.now()
    phase = phases.current(round_, now)
    ideas = _ideas(round_, phase)
    call = calls.call(request.standing.person, round_)
    context = {
        "round": round_,
        "phase": phase,
        "ask": now_next.ask(round_, area, now, call),
        "phases": strip.strip(
            round_,
            now,
            notes={"vote": "You have voted"} if call and call.voted else {},
            urls=_links(round_, area, phase),
        ),
        "ideas": cards.of(ideas[:12], round_),
        "on_ballot": phase in _BALLOT,
        "voted": phases.vote_is_over(round_, now),
        "ideas_count": ideas.count(),
        "rules": words.sentences(round_),
        "cancelled": _why_cancelled(round_, area),
    }
    return render(request, "pages/round.html", context)


def _ideas(round_: Round, phase: str) -> QuerySet[Proposal]:
    shown = Proposal.objects.filter(round=round_).public().exclude(status="withdrawn")
    if phase in _BALLOT:
        shown = shown.filter(ballot_line__isnull=False)
    return shown.select_related("kind", "photo", "round__neighbourhood").order_by("number")


def _links(round_: Round, area: Neighbourhood, phase: str) -> dict[str, str]:
    here = [area, round_.number]
    links = {"ideas": reverse("proposals:index", args=here)}
    if phase == "voting":
        links["vote"] = reverse("voting:ballot", args=here)
    if round_.counted_at:
        links["vote"] = reverse("voting:results", args=here)
    if round_.counted_at and phase not in ("counting", "challenge"):
        links["panel"] = reverse("grants:decisions", args=here)
    if round_.decided_at:
        links["awards"] = reverse("grants:projects", args=[area])
        links["outcomes"] = reverse("pages:learning", args=here)
    return links


def _why_cancelled(round_: Round, area: Neighbourhood) -> str:
    if round_.cancelled_at is None:
        return ""
    entry = Event.objects.public().filter(kind="round.cancelled", round_ref=round_.pk).last()
    return timeline.lines([entry], area)[0].text if entry else ""


@audience("public")
def learning(request: HttpRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """What the rounds up to this one taught, for those who propose, vote and decide in the next."""
    round_ = get_object_or_404(Round.objects.in_area(area).shown(), number=number)
    tracks = track_record.of_place(area, up_to_round=number)
    reports = ProgressReport.objects.filter(
        award__proposal__round__neighbourhood=area, award__proposal__round__number__lte=number
    ).exclude(differently="")
    decided = Round.objects.in_area(area).filter(number__lte=number, decided_at__isnull=False)
    context = {
        "round": round_,
        "taught": _in_words(sorted(decided.values_list("number", flat=True))),
        "tracks": tracks,
        "chart": chart.reached(tracks),
        "reports": reports.select_related("award__proposal").order_by("-sent_at")[:12],
        "rounds": decided,
        "following": Round.objects.in_area(area).shown().filter(number__gt=number).first(),
    }
    return render(request, "pages/learning.html", context)


def _in_words(numbers: list[int]) -> str:
    """ "round 1", "rounds 1 and 2", "rounds 1 to 4", "rounds 1, 3 and 4"."""
    if len(numbers) < 2:
        return f"round {numbers[0]}" if numbers else ""
    first, last = numbers[0], numbers[-1]
    if len(numbers) > 2 and last - first == len(numbers) - 1:
        return f"rounds {first} to {last}"
    return f"rounds {', '.join(map(str, numbers[:-1]))} and {last}"
