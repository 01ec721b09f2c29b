"""How votes are counted: staff look at another rule on an earlier vote, then may choose it."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from kit.access import audience
from kit.forms import act
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds.count_words import count_sentences, kept_sentences
from rounds.models import Round
from rounds.views.lookups import open_draft
from voting import actions, said, terms
from voting.actions.rules import equal_shares, most_votes, previewed
from voting.counting import Rule, Rules
from voting.forms.keeping import KeepForm
from voting.forms.rule import ChooseForm, PreviewForm
from voting.results import results_of
from voting.trying.earlier import Earlier, earlier_votes
from voting.trying.side_by_side import SideBySide
from voting.views.trying import OFFERED, as_offered, tried


@audience("officer")
def rule(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponseBase:
    """The rule in words, a preview of the other on an earlier vote, and the choice."""
    if request.POST.get("do") == "keep":  # a page of an earlier version
        return keep(request, area, number)
    round, earlier = open_draft(area, number), earlier_votes(area)
    counts = terms.count_rules(round)
    preview = PreviewForm(_posted(request, "preview"), earlier=earlier)
    choose = ChooseForm(_posted(request, "choose"))
    if preview.is_valid() and (seen := _previewed(preview, round, earlier, request)):
        return redirect(f"{request.path}?on={seen.pk}#preview")
    if choose.is_valid() and _chosen(choose, round, request):
        return redirect("rounds:setup", area, number)
    on, shown = _shown(request.GET.get("on", ""), round, earlier)
    wrong = [form for form in (preview, choose) if form.errors]
    context = {
        "area": area,
        "round": round,
        "now": count_sentences(counts.to_manifest()),
        "by_shares": counts.rule is Rule.EQUAL_SHARES,
        "shares": count_sentences(equal_shares(round).to_manifest()),
        "earlier": earlier,
        "previewed": previewed(round),
        "preview": preview,
        "choose": choose,
        "kept": kept_sentences(counts.to_manifest()),
        "form": wrong[0] if wrong else choose,
        "on": on,
        "shown": shown,
    }
    return render(request, "voting/staff_rule.html", context, status=422 if wrong else 200)


@audience("officer")
def keep(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """How much of the pot is kept for a theme."""
    round = open_draft(area, number)
    posted = request.POST.dict() if request.method == "POST" else None
    form = KeepForm(posted, rules=terms.count_rules(round))
    if form.is_valid() and _kept(form, round, request):
        return redirect("rounds:setup", area, number)
    context = {"area": area, "round": round, "form": form}
    return render(request, "voting/staff_keep.html", context, status=422 if form.errors else 200)


def _posted(request: PersonRequest, what: str) -> dict[str, str] | None:
    return request.POST.dict() if request.POST.get("do") == what else None


def _previewed(
    form: PreviewForm, round: Round, earlier: list[Earlier], request: PersonRequest
) -> Round | None:
    on = next(vote.round for vote in earlier if str(vote.round.pk) == form.cleaned_data["on"])
    found = results_of(on)
    if found is None:
        return None
    rules = as_offered(found)
    done = act(form, lambda: actions.preview_rule(round, on=on, rules=rules, by=request.user))
    return on if done else None


def _chosen(form: ChooseForm, round: Round, request: PersonRequest) -> bool:
    rules = _rules(form, round)
    if act(form, lambda: actions.choose_rule(round, rules=rules, by=request.user)) is None:
        return False
    messages.success(request, said.rule_chosen(round, equal_shares=rules.rule is Rule.EQUAL_SHARES))
    return True


def _kept(form: KeepForm, round: Round, request: PersonRequest) -> bool:
    rules = replace(terms.count_rules(round), stages=form.stages())
    if act(form, lambda: actions.choose_rule(round, rules=rules, by=request.user)) is None:
        return False
    messages.success(request, said.money_kept(round, kept_sentences(rules.to_manifest())))
    return True


def _rules(form: ChooseForm, round: Round) -> Rules:
    facts = form.cleaned_data
    if facts["rule"] == Rule.EQUAL_SHARES:
        return equal_shares(round, comparison=facts["comparison"])
    return most_votes(round)


def _shown(
    asked: str, round: Round, earlier: list[Earlier]
) -> tuple[Earlier | None, SideBySide | None]:
    """The earlier vote that was asked for, and what equal shares would have done on it."""
    on = next((vote for vote in earlier if str(vote.round.pk) == asked), None)
    found = results_of(on.round) if on else None
    if on is None or found is None or not previewed(round):
        return None, None
    return on, tried(found, OFFERED).shown
