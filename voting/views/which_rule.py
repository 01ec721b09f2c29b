"""Which rule? The two of them in plain words, on a small vote that can be changed on the page."""

from django.http import HttpRequest, HttpResponse

from kit.access import audience
from kit.htmx import render
from voting import figures
from voting.example import IDEAS
from voting.example_form import ExampleForm


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
        "figures": figures.FIGURES,
        "elections": figures.ELECTIONS,
        "printed_on": figures.PRINTED_ON,
    }
    status = 422 if form.errors else 200
    return render(
        request,
        "voting/which_rule.html",
        context,
        fragment="voting/_example.html",
        status=status,
    )
