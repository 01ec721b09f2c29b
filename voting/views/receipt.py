"""Finding one's ballot by its receipt. The receipt travels in a form only, never in an address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from kit.access import audience
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds.views.find import shown_round
from voting import receipts, sealing
from voting.forms import ReceiptForm
from voting.models import SetAside


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
        }
        if ballot := receipts.ballot(round, code):
            context |= ballot._asdict()
    status = 422 if form.errors else 200
    return render(request, "voting/check.html", context, status=status)
