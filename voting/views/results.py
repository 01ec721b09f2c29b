"""What the vote decided and why, files to count it again with, and what secrecy can't protect
against.
"""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render

from kit import clock
from kit.access import audience
from kit.htmx import render as render_part
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds.views.lookups import shown_round
from rounds.words import panel_sentence
from voting import exports, terms
from voting.actions import ways_on
from voting.actions.challenges import open_challenges_that_could_change, takes_challenges
from voting.box_figures import figures_of
from voting.counting.pabulib import FACTS, Published
from voting.election_files import election_files, has_election_files
from voting.models import Challenge
from voting.results import Results, published, results_of, walk
from voting.trying.another_rule import may_try


@audience("public")
def results(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Every idea with one sentence why, and the count step by step (`?step=3`). Before the count
    there is nothing to see, for anybody.
    """
    round = shown_round(area, number)
    found = results_of(round)
    now = clock.now()
    closes = round.challenge_closes_at
    context = {
        "area": area,
        "round": round,
        "results": found,
        "now": now,
        "provisional": closes is not None
        and now < closes
        or open_challenges_that_could_change(round),
        "can_challenge": any(takes_challenges(round, about) for about in Challenge.ABOUT),
        "challenges": Challenge.objects.filter(round=round).count(),
        "panel_says": panel_sentence(round.rules),
        "whole_from": terms.whole_ballots_from(round),
        "imported": round.origin == "imported",
        "has_files": found is not None and has_election_files(found),
        "source": getattr(round, "imported_from", None),
        "may_try": found is not None and may_try(found, request.standing),
        "figures": figures_of(round),
        "trouble": hasattr(round, "box") and ways_on.trouble(round),
        "walk": walk(found, request.GET.get("step", "")) if found else None,
    }
    return render_part(
        request, "voting/results.html", context, fragment="voting/_steps.html" if found else None
    )


@audience("public")
def result_file(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """The stored count: with every payment where whole ballots are public, or for an auditor."""
    found = _found(area, number)
    whole = found.whole_ballots or request.standing.can("auditor", area)
    name = {"Content-Disposition": 'attachment; filename="result.json"'}
    return JsonResponse(published(found.data, whole=whole), headers=name)


@audience("public")
def totals(request: HttpRequest, area: Neighbourhood, number: int) -> StreamingHttpResponse:
    """Votes per idea."""
    return _file(exports.totals(_found(area, number)), "totals.csv", "text/csv")


@audience("public")
def ballots(
    request: PersonRequest, area: Neighbourhood, number: int, form: str
) -> StreamingHttpResponse:
    """Ballots as CSV or Pabulib: whole where there are enough, or for an auditor."""
    found = _found(area, number)
    whole = found.whole_ballots or request.standing.can("auditor", area)
    if form == "csv":
        return _file(exports.ballots_csv(found.round, whole=whole), "ballots.csv", "text/csv")
    if form != "pb" or not whole:
        raise Http404
    return _file(_election(found).pabulib(), "ballots.pb", "text/plain")


@audience("public")
def facts(request: PersonRequest, area: Neighbourhood, number: int) -> StreamingHttpResponse:
    """What the Pabulib format has no word for in this vote, for whoever may have whole ballots."""
    found = _found(area, number)
    if not (found.whole_ballots or request.standing.can("auditor", area)):
        raise Http404
    return _file(_election(found).facts(), FACTS, "application/json")


@audience("public")
def limits(request: HttpRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """What this way of voting can't protect against, in plain words."""
    round = shown_round(area, number)
    context = {
        "area": area,
        "round": round,
        "custody": terms.custody(round),
        "needed": terms.holders_needed(round),
        "of": terms.holders_named(round),
        "whole_from": terms.whole_ballots_from(round),
    }
    return render(request, "voting/limits.html", context)


def _found(area: Neighbourhood, number: int) -> Results:
    found = results_of(shown_round(area, number))
    if found is None:
        raise Http404
    return found


def _election(found: Results) -> Published:
    files = election_files(found)
    if files is None:
        raise Http404
    return files


def _file(lines: Iterator[str], name: str, content_type: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        lines,
        content_type=f"{content_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
