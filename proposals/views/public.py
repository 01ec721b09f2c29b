"""What everybody may read: the ideas of a round, and one of them."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from evidence.models import THEMES
from kit import clock
from kit.access import audience
from kit.htmx import render as render_part
from people.middleware import PersonRequest
from places.models import Neighbourhood
from proposals import access, cards, deadlines, history, pairs
from proposals.actions.checks import newest
from proposals.missing import baseline_note, can_state_baseline, tasks
from proposals.models import CHECKS, Proposal, ProposalQuerySet
from proposals.views.lookups import or_404, proposal_or_404, round_or_404
from rounds import phases
from rounds.models import Round

PER_PAGE = 12
_SEARCHED = ("title", "what", "where", "why")


@audience("public")
@require_safe
def index(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """The ideas of a round, by theme and by words."""
    round = round_or_404(area, number)
    theme = request.GET.get("theme", "")
    theme = theme if theme in THEMES else ""
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    shown = Proposal.objects.public().filter(round=round).exclude(status="withdrawn")
    page = Paginator(_matching(shown, theme, words), PER_PAGE).get_page(request.GET.get("page"))
    phase = phases.current(round)
    context = {
        "area": area,
        "round": round,
        "phase": phase,
        "page": page,
        "cards": cards.of(page.object_list, round),
        "theme": theme,
        "themes": THEMES,
        "q": words,
        "open": phase == "ideas",
        "drafts": _drafts(request, round),
        "to_look_at": Proposal.objects.to_look_at().filter(round=round).count()
        if request.standing.is_staff(area)
        else 0,
    }
    return render_part(request, "proposals/index.html", context, fragment="proposals/_list.html")


def _matching(shown: ProposalQuerySet, theme: str, words: str) -> ProposalQuerySet:
    if theme:
        shown = shown.filter(theme=theme)
    for word in words.split()[:8]:
        anywhere = Q()
        for name in _SEARCHED:
            anywhere |= Q(**{f"{name}__icontains": word})
        shown = shown.filter(anywhere)
    rows = shown.select_related("round__neighbourhood", "lead", "photo", "indicator")
    return rows.select_related("kind__indicator").order_by("number")


def _drafts(request: PersonRequest, round: Round) -> ProposalQuerySet:
    """One's own ideas that were not sent in yet."""
    person = request.standing.person
    mine = Proposal.objects.filter(round=round, status="draft")
    if person is None:
        return mine.none()
    return mine.filter(Q(lead=person) | Q(entered_by=person)).order_by("number")


@audience("public")
@require_safe
def area_ideas(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """The ideas of the round that runs now, else of the last one; or why there are none yet."""
    rounds = Round.objects.in_area(area).shown().exclude(origin="imported")
    running = rounds.filter(cancelled_at=None, signed_off_at=None).order_by("-number").first()
    found = running or rounds.filter(cancelled_at=None).order_by("-number").first()
    if found is None:
        return render(request, "proposals/no_round.html", {"area": area})
    return redirect("proposals:index", area, found.number)


@audience("public")
@require_safe
def detail(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> HttpResponse:
    """One idea: its story, costs, checks and history. A hidden one shows only why it is hidden."""
    round = round_or_404(area, number)
    staff = request.standing.is_staff(area)
    seen = Proposal.objects.visible_to(request.standing.person, staff=staff)
    proposal = (
        seen.filter(round=round, number=idea)
        .select_related("round__neighbourhood", "lead", "photo", "kind", "indicator")
        .first()
    )
    if proposal is None:
        withheld = get_object_or_404(Proposal.objects.withheld(), round=round, number=idea)
        context = {"area": area, "round": round, "number": idea, "why": withheld.hidden_because}
        return render(request, "proposals/hidden.html", context)
    return render(request, "proposals/detail.html", _detail(request, proposal, staff=staff))


def _detail(request: PersonRequest, proposal: Proposal, *, staff: bool) -> dict[str, object]:
    person = request.standing.person
    checked = newest(proposal)
    return {
        "area": proposal.round.neighbourhood,
        "round": proposal.round,
        "proposal": proposal,
        "costs": proposal.costs.all(),
        "sums": {source: proposal.pence_from(source) for source in ("asked", "others", "kind")},
        "baseline_note": baseline_note(proposal),
        "track": cards.track_of(proposal, proposal.kind) if proposal.kind else None,
        "checks": [checked[kind] for kind in CHECKS if kind in checked],
        "apart": pairs.of(proposal),
        "history": history.of(proposal),
        "staff": staff,
        "yours": person is not None and access.works_on(proposal, person),
        "lead": person is not None and access.leads(proposal, person),
        **(_to_do(proposal) if person and access.may_edit(proposal, person) else {}),
    }


def _to_do(proposal: Proposal) -> dict[str, object]:
    """What those who work on it see besides: what is left to do, and by when."""
    phase = phases.current(proposal.round)
    return {
        "tasks": tasks(proposal, today=clock.today())
        if proposal.status in ("idea", "returned")
        else [],
        "can_work": proposal.status == "idea"
        and phase in ("ideas", "develop")
        or proposal.status == "returned"
        and phases.accepts_checks(proposal.round),
        "again_until": deadlines.again_until(proposal.round),
        "checks_open": phases.accepts_checks(proposal.round),
        "opens_later": phase != "vote-delayed",
        "can_second_look": proposal.status == "refused"
        and proposal.second_look_asked_at is None
        and phases.accepts_checks(proposal.round)
        and proposal.round.box_ready_at is None,
        "can_state_baseline": can_state_baseline(proposal),
        "can_withdraw": proposal.status not in ("refused", "withdrawn")
        and proposal.round.decided_at is None,
    }


@audience("public")
@require_safe
def photo(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> HttpResponseBase:
    """The photo of a proposal, for those who may see the proposal."""
    upload = proposal_or_404(request, area, number, idea).photo
    or_404(upload is not None)
    assert upload is not None  # noqa: S101
    try:
        content = upload.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(content, content_type=upload.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-cache"
    return answer
