"""Anyone tries another rule on the ballots of a counted round. Nothing is stored."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse

from kit.access import audience
from kit.htmx import render
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds.views.lookups import shown_round
from voting import terms
from voting.counting import BallotsError, CannotCount, Rule, Rules
from voting.forms.trying import TryForm
from voting.results import Results, results_of
from voting.trying import another_rule
from voting.trying.side_by_side import SideBySide, side_by_side
from voting.trying.turns import Busy


@dataclass(frozen=True)
class Answer:
    """What came of a try: the comparison, or a form that says why not."""

    form: TryForm
    shown: SideBySide | None
    status: int


@audience("public")
def trying_page(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """The published result beside that of another rule. There is nothing to try on before the
    count, for anybody.
    """
    found = results_of(shown_round(area, number))
    if found is None:
        raise Http404
    context = {
        "area": area,
        "round": found.round,
        "results": found,
        "whole_from": terms.whole_ballots_from(found.round),
        "may_try": another_rule.may_try(found, request.standing),
    }
    if not context["may_try"]:
        return render(request, "voting/try.html", context)
    answer = tried(found, request.GET.dict())
    context |= {"form": answer.form, "shown": answer.shown}
    return render(
        request, "voting/try.html", context, fragment="voting/_try.html", status=answer.status
    )


OFFERED = {"rule": Rule.EQUAL_SHARES.value}
"""What staff look at before they may choose equal shares: as the form begins, with its own rest."""


def as_offered(found: Results) -> Rules:
    """The rules by which `tried(found, OFFERED)` counts: an earlier vote keeps its own fewest
    votes, ties and money kept for themes.
    """
    form = TryForm(OFFERED, found=found)
    form.full_clean()
    return form.rules()


def tried(found: Results, given: dict[str, str]) -> Answer:
    """Count by the rule that an address asks for: 422 where it asks for what can't be, 409 where
    too many count already.
    """
    form = TryForm(given, found=found)
    if not form.is_valid():
        return Answer(form, None, 422)
    rules = form.rules()
    try:
        result = another_rule.compare(found, rules, form.money)
    except Busy as busy:
        form.add_error(None, busy.reason)
        return Answer(form, None, 409)
    except (CannotCount, BallotsError):
        form.add_error("budget", "This rule can't be counted with that much money")
        return Answer(form, None, 422)
    return Answer(form, side_by_side(found, rules, result), 200)
