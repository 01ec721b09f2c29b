""" "Something looks wrong": the form for residents, and every question with its answer."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kit import clock
from kit.access import audience
from kit.forms import act
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds.models import Round
from rounds.views.lookups import shown_round
from voting import actions, said, terms
from voting.actions.challenges import takes_challenges
from voting.forms.challenges import ChallengeForm
from voting.models import Challenge


@audience("public")
def challenge(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Read what others asked; with an account, say that something looks wrong."""
    round = shown_round(area, number)
    about = [kind for kind in Challenge.ABOUT if takes_challenges(round, kind)]
    posted = request.method == "POST" and request.standing.signed_in
    form = ChallengeForm(request.POST if posted else None, round=round, about=about)
    raised = _raised(round, request, form) if posted and form.is_valid() else None
    if raised is not None:
        messages.success(request, said.asked_in_public(raised))
        return redirect(f"{reverse('voting:challenge', args=[area, number])}#asked")
    context = {
        "area": area,
        "round": round,
        "form": form if about and request.standing.signed_in else None,
        "takes": bool(about),
        "days": terms.answer_days(round),
        "challenges": Challenge.objects.filter(round=round).select_related(
            "answered_by", "proposal"
        ),
        "kinds": Challenge.ABOUT,
        "now": clock.now(),
        "sign_in": f"{reverse('people:sign-in')}?next={request.path}",
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "voting/challenge.html", context, status=status)


def _raised(round: Round, request: PersonRequest, form: ChallengeForm) -> Challenge | None:
    deed = partial(actions.raise_challenge, round, by=request.user, **form.cleaned_data)
    return act(form, deed)
