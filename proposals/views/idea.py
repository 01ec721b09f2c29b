"""Having an idea: typed first, signed in later, never lost."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kit.access import audience
from kit.forms import act
from people import going
from people.middleware import PersonRequest
from people.models import User
from places.models import Neighbourhood
from proposals import access, said
from proposals.actions import change, save_draft, share, start_idea
from proposals.actions.ideas import IdeaText
from proposals.forms.idea import ChangeForm, IdeaForm, WordsForm, as_written
from proposals.models import Proposal
from proposals.views.lookups import proposal_or_404, require, round_or_404
from rounds import phases
from rounds.models import Round


@audience("public")
def new(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Five questions, for anyone. Whoever is not signed in yet is asked to at the end."""
    round = round_or_404(area, number)
    phase = phases.current(round)
    if phase != "ideas":
        return render(
            request, "proposals/closed.html", {"area": area, "round": round, "phase": phase}
        )
    if request.standing.person is None:
        return _new_as_visitor(request, round)
    kept = request.session.pop(_key(round), None)
    if kept and request.method == "GET":
        draft = start_idea(round, by=request.user, **_text(kept))
        messages.success(request, said.back_from_sign_in(draft))
        return redirect("proposals:edit", area, number, draft.number)
    return _new_as_person(request, round)


def _new_as_visitor(request: PersonRequest, round: Round) -> HttpResponse:
    """What a visitor types is kept in their session, to be there once they have signed in."""
    form = WordsForm(
        request.POST or None,
        sending="save" not in request.POST,
        initial=request.session.get(_key(round)),
    )
    if request.method == "POST" and form.is_valid():
        request.session[_key(round)] = form.words()
        going.keep_said(request, request.get_full_path(), said.kept_until_sign_in())
        return redirect_to_login(request.get_full_path())
    return _page(request, round, form)


def _new_as_person(request: PersonRequest, round: Round) -> HttpResponse:
    sending = "save" not in request.POST
    form = IdeaForm(request.POST or None, request.FILES or None, sending=sending)
    if request.method == "POST":
        photo = form.kept_upload(request.user)
        if form.is_valid():
            text = form.text(photo)
            idea = act(form, lambda: _keep(round, text, by=request.user, sending=sending))
            if idea:
                return _after(request, idea)
    return _page(request, round, form)


@transaction.atomic
def _keep(round: Round, text: IdeaText, *, by: User, sending: bool) -> Proposal:
    idea = start_idea(round, by=by, **text)
    return share(idea, by=by) if sending and idea.status == "draft" else idea


def _page(request: PersonRequest, round: Round, form: WordsForm) -> HttpResponse:
    context = {
        "area": round.neighbourhood,
        "round": round,
        "form": form,
        "checked_address": request.standing.can("resident", round.neighbourhood),
    }
    return render(request, "proposals/new.html", context, status=422 if form.errors else 200)


def _after(request: PersonRequest, idea: Proposal) -> HttpResponse:
    area, number = idea.round.neighbourhood, idea.round.number
    messages.success(request, said.sent_in(idea))
    if idea.status == "draft":
        return redirect("proposals:edit", area, number, idea.number)
    return redirect("proposals:detail", area, number, idea.number)


def _key(round: Round) -> str:
    return f"idea-{round.pk}"


def _text(kept: dict[str, object]) -> IdeaText:
    """Only what a visitor's form can hold."""
    return IdeaText(
        title=str(kept.get("title", "")),
        what=str(kept.get("what", "")),
        where=str(kept.get("where", "")),
        why=str(kept.get("why", "")),
        theme=str(kept.get("theme", "")),
        show_name=bool(kept.get("show_name", False)),
    )


@audience("signed-in")
def edit(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> HttpResponse:
    """Change the words of a draft, or of an idea that was sent in."""
    proposal = proposal_or_404(request, area, number, idea)
    require(access.may_edit(proposal, request.user))
    is_draft = proposal.status == "draft"
    sending = not is_draft or "save" not in request.POST
    form = ChangeForm(
        request.POST or None,
        request.FILES or None,
        initial=as_written(proposal, by=request.user),
        sending=sending,
        ask_consent=not is_draft and access.needs_consent(proposal, request.user),
    )
    if request.method == "POST":
        photo = form.kept_upload(request.user)
        if form.is_valid():
            text = form.text(photo)
            done = act(form, lambda: _save(proposal, text, form, by=request.user, sending=sending))
            if done:
                return _after_edit(request, done, was_draft=is_draft)
    context = {
        "area": area,
        "round": proposal.round,
        "proposal": proposal,
        "form": form,
        "is_draft": is_draft,
    }
    return render(request, "proposals/edit.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _save(
    proposal: Proposal, text: IdeaText, form: ChangeForm, *, by: User, sending: bool
) -> Proposal:
    if proposal.status != "draft":
        return change(proposal, by=by, consent=form.consented, **text)
    kept = save_draft(proposal, by=by, **text)
    return share(kept, by=by) if sending else kept


def _after_edit(request: PersonRequest, done: Proposal, *, was_draft: bool) -> HttpResponse:
    if was_draft:
        return _after(request, done)
    messages.success(request, said.changed(done))
    return redirect("proposals:detail", done.round.neighbourhood, done.round.number, done.number)
