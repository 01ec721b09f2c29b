"""Finding one's ballot by its receipt. The receipt travels in a form only, never in an address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from kit.access import audience
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds.models import Round
from rounds.views.find import shown_round
from voting import box, sealing
from voting.forms import ReceiptForm
from voting.models import BallotLine, LiveTag, PublishedBallot


@sensitive_post_parameters()
@sensitive_variables()
@audience("public")
@never_cache
def check(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """In the box, replaced or not found; once the votes are open, the ballot itself."""
    round = shown_round(area, number)
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"area": area, "round": round, "form": form}
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        context |= {"found": _found(round, code), "shown": sealing.grouped(code)}
        if round.opened_at is not None:
            context |= _ballot(round, code)
    status = 422 if form.errors else 200
    return render(request, "voting/check.html", context, status=status)


def _found(round: Round, code: str) -> str:
    """ "in", "replaced" or "not found": asked of the box until its close, then of what was
    published.
    """
    live = sealing.live_tag(round.pk, code)
    if round.vote_sealed_at is None:
        return box.in_box(round.pk, live)
    told = LiveTag.objects.filter(round=round, tag=live).values_list("run", "counts").first()
    if told is None:
        return "not found"
    run, counts = told
    return "in" if counts and run == round.box.run else "replaced"


def _ballot(round: Round, code: str) -> dict[str, object]:
    tracker = sealing.tracker(round.pk, code)
    row = PublishedBallot.objects.filter(round=round, tracker=tracker).first()
    if row is None:
        return {}
    numbers = [number for number, _ in row.choices]
    return {
        "tracker": tracker.hex(),
        "chosen": BallotLine.objects.filter(round=round, number__in=numbers),
    }
