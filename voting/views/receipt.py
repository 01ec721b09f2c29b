"""Finding one's ballot by its receipt, which travels in a form only, never in an address; and the
receipt's own address, at which the site itself has nothing to show.
"""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from kit.access import audience
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds import phases
from rounds.views.lookups import shown_round
from voting import receipts, sealing
from voting.forms.ballot import ReceiptForm
from voting.models import SetAside
from voting.views import kept


@sensitive_post_parameters()
@sensitive_variables()
@audience("public")
def check(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """In the box, replaced or not found; once the votes are open, the ballot itself."""
    round = shown_round(area, number)
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"area": area, "round": round, "form": form}
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        found = receipts.found(round, code)
        context |= {
            "found": found,
            "left_out_because": SetAside.WHY.get(found, ""),
            "shown": sealing.grouped(code),
            "without_own": len(code) == sealing.MINTED,
        }
        if ballot := receipts.ballot(round, code):
            context |= ballot._asdict()
    status = 422 if form.errors else 200
    return render(request, "voting/check.html", context, status=status)


@audience("signed-in")
@never_cache
def again(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Where a receipt stands after casting: the browser's tab shows again what it kept, and the
    page says so where it kept nothing.
    """
    round = shown_round(area, number)
    context = {
        "area": area,
        "round": round,
        "vote": kept.vote_of(round),
        "open": phases.accepts_votes(round),
        "site_url": settings.SITE_URL,
    }
    return render(request, "voting/receipt_again.html", context)
