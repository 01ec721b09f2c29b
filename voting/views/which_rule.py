"""Which rule? The two of them in plain words, on a small vote that can be changed on the page."""

from django.http import HttpRequest, HttpResponse

from kit.access import audience
from kit.htmx import render
from voting.forms.example import ExampleForm
from voting.trying import printed
from voting.trying.example import IDEAS


@audience("public")
def which_rule(request: HttpRequest) -> HttpResponse:
    """Count the vote in the address by both rules; without one, the vote that shows why they
    differ.
    """
    form = ExampleForm(request.GET)
    context = {
        "form": form,
        "example": form.example if form.is_valid() else None,
        "ideas": IDEAS,
        "figures": printed.FIGURES,
        "elections": printed.ELECTIONS,
        "printed_on": printed.PRINTED_ON,
    }
    status = 422 if form.errors else 200
    return render(
        request,
        "voting/which_rule.html",
        context,
        fragment="voting/_example.html",
        status=status,
    )
