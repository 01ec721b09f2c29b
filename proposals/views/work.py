"""Working an idea out and handing it in."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from evidence.models import THEMES, Indicator, Kind
from kit import clock
from kit.access import audience
from kit.forms import act
from people.middleware import PersonRequest
from places.models import Neighbourhood
from proposals import access, actions, cards, history, said
from proposals.actions.ideas import is_about_crime
from proposals.forms import work
from proposals.missing import baseline_note, can_state_baseline, limits, missing
from proposals.models import SOURCES, Proposal
from proposals.views.lookups import or_404, proposal_or_404, require

_ASKS_MORE = ("add", "again")
_DIGITS = 4  # of the number of an indicator


@audience("signed-in")
def develop(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> HttpResponse:
    """Costs, who does it, and what should change. Every button works without scripts."""
    proposal = proposal_or_404(request, area, number, idea)
    require(access.may_edit(proposal, request.user))
    make = partial(
        work.DevelopForm,
        ask_consent=access.needs_consent(proposal, request.user),
        limits=limits(proposal.round),
        measured_by=_measured_by(request.POST) or proposal.indicator,
    )
    if request.method != "POST":
        form = make(initial=work.as_worked_out(proposal))
        return _page(request, proposal, form, work.kept_lines(proposal))
    quiet = any(name in request.POST for name in _ASKS_MORE)
    form = make(request.POST, quiet=quiet, warn=not quiet)
    lines = work.typed_lines(request.POST, more="add" in request.POST, quiet=quiet)
    if not quiet and form.is_valid() & lines.is_valid():
        done = act(form, lambda: _save(proposal, form, lines, request))
        if done:
            messages.success(request, said.worked_out(done))
            return redirect("proposals:detail", area, number, idea)
    return _page(request, proposal, form, lines, kind=_kind(request.POST))


def _save(
    proposal: Proposal, form: work.DevelopForm, lines: Any, request: PersonRequest
) -> Proposal:
    return actions.develop(
        proposal,
        by=request.user,
        costs=work.costs_of(lines),
        consent=form.consented,
        **form.work(),
    )


def _page(
    request: PersonRequest,
    proposal: Proposal,
    form: work.DevelopForm,
    lines: Any,
    kind: Kind | None = None,
) -> HttpResponse:
    refused = form.errors or (lines.is_bound and not lines.is_valid())
    context = {
        "area": proposal.round.neighbourhood,
        "round": proposal.round,
        "proposal": proposal,
        "form": form,
        "formset": lines,
        "sums": work.sums(request.POST) if lines.is_bound else _kept_sums(proposal),
        "limits": limits(proposal.round),
        **_expected(proposal, kind or proposal.kind),
    }
    return render(request, "proposals/develop.html", context, status=422 if refused else 200)


def _kept_sums(proposal: Proposal) -> dict[str, int]:
    return {source: proposal.pence_from(source) for source in SOURCES}


def _kind(data: QueryDict) -> Kind | None:
    kinds = Kind.objects.select_related("indicator")
    return kinds.filter(code=data.get("kind", "").replace("\0", "")).first()


def _measured_by(data: QueryDict) -> Indicator | None:
    """What was chosen to be measured; else what the chosen kind is usually measured by."""
    number = data.get("indicator", "")
    if number.isascii() and number.isdigit() and len(number) <= _DIGITS:
        return Indicator.objects.filter(pk=int(number)).first()
    kind = _kind(data)
    return kind.indicator if kind else None


def _expected(proposal: Proposal, kind: Kind | None) -> dict[str, object]:
    """What a kind is measured by, and what similar projects reached here."""
    if kind is None:
        return {"kind": None}
    return {
        "kind": kind,
        "track": cards.track_of(proposal, kind),
        "other_theme": THEMES[kind.theme] if kind.theme != proposal.theme else "",
        "would_hide": proposal.is_public and not proposal.needs_look and is_about_crime(kind),
    }


@audience("signed-in")
@require_safe
def expected(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> HttpResponse:
    """The part of the page beside the target, for the kind just chosen."""
    proposal = proposal_or_404(request, area, number, idea)
    context = {
        "area": area,
        "proposal": proposal,
        "hints": work.hints(limits(proposal.round), _measured_by(request.GET)),
        **_expected(proposal, _kind(request.GET)),
    }
    return render(request, "proposals/_expected.html", context)


@audience("signed-in")
@require_POST
def sums(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> HttpResponse:
    """The sum of the lines as they are typed; nothing is kept."""
    proposal = proposal_or_404(request, area, number, idea)
    context = {"sums": work.sums(request.POST), "limits": limits(proposal.round)}
    return render(request, "proposals/_sums.html", context)


@audience("signed-in")
def submit(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> HttpResponse:
    """Check your answers, then hand it in."""
    proposal = proposal_or_404(request, area, number, idea)
    require(access.may_lead(proposal, request.user))
    form = work.HandInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = act(form, lambda: actions.submit(proposal, by=request.user))
        if done:
            messages.success(request, said.handed_in(done))
            return redirect("proposals:detail", area, number, idea)
    context = {
        "area": area,
        "round": proposal.round,
        "proposal": proposal,
        "form": form,
        "costs": proposal.costs.all(),
        "sums": _kept_sums(proposal),
        "missing": missing(proposal, today=clock.today()),
        "unchanged": not history.changed_since_sent_back(proposal),
        "baseline_note": baseline_note(proposal),
    }
    return render(request, "proposals/submit.html", context, status=422 if form.errors else 200)


@audience("signed-in")
def baseline(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> HttpResponse:
    """How things are before the start, of an idea that was handed in without that."""
    proposal = proposal_or_404(request, area, number, idea)
    or_404(access.works_on(proposal, request.user) and can_state_baseline(proposal))
    form = work.BaselineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = act(
            form,
            lambda: actions.state_baseline(
                proposal,
                baseline=given["baseline"],
                source=given["baseline_source"],
                on=given["baseline_on"],
                by=request.user,
            ),
        )
        if done:
            messages.success(request, said.worked_out(done))
            return redirect("proposals:detail", area, number, idea)
    context = {
        "area": area,
        "round": proposal.round,
        "proposal": proposal,
        "form": form,
        "note": baseline_note(proposal),
    }
    return render(request, "proposals/baseline.html", context, status=422 if form.errors else 200)
