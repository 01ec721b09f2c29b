""" "Is my street in East Marsh?", answered to anybody."""

from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from kit import clock
from kit.access import audience
from kit.refusal import Refused
from people import networks, tries
from people.forms import StreetForm
from people.middleware import PersonRequest
from places import postcodes
from places.models import Neighbourhood
from places.postcodes import Answer, Found, Outside

# In the session, which is sealed: never part of an address.
LIVES_AT = "lives_at"
KEPT_FOR = 30 * 60  # seconds


@sensitive_post_parameters()
@audience("public")
def street(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """Type a postcode, read where it is and what to do next. Nothing is kept of it, unless they go
    on to say that they live there: then it is there once they have signed in.
    """
    form = StreetForm(request.POST or None)
    if "mine" in request.POST and form.is_valid():
        typed = form.cleaned_data["postcode"]
        request.session[LIVES_AT] = {"postcode": typed, "at": clock.now().timestamp()}
        return redirect("people:postcode")
    answer = _ask(request, form) if request.method == "POST" and form.is_valid() else None
    context: dict[str, object] = {"area": area, "form": form, "can_tell": postcodes.can_tell(area)}
    if answer is not None:
        context |= {
            "answer": answer,
            "kind": _kind(answer, area),
            "typed": postcodes.normalise(form.cleaned_data["postcode"]),
        }
    return render(request, "people/street.html", context, status=422 if form.errors else 200)


def _ask(request: PersonRequest, form: StreetForm) -> Answer | None:
    # Outside any transaction, so that a wrong try is counted whatever comes of it.
    try:
        return tries.look_up(form.cleaned_data["postcode"], by=asker(request))
    except Refused as refusal:
        form.add_error("postcode", refusal.reason)
        return None


def asker(request: PersonRequest) -> tries.Asker:
    """Who asks: the person where they are signed in, else the network they come from."""
    if request.standing.person is not None:
        return request.standing.person
    return tries.Visitor(networks.digest(get_adapter(request).get_client_ip(request)))


def _kind(answer: Answer, area: Neighbourhood) -> str:
    if isinstance(answer, Found):
        return "here" if answer.neighbourhood == area else "elsewhere"
    return "outside" if isinstance(answer, Outside) else "unknown"
