"""What the person who had the idea can do with it besides: withdraw, ask again, invite; and
report.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kit.access import audience
from kit.forms import act
from people.middleware import PersonRequest
from places.models import Neighbourhood
from proposals import access, actions, said
from proposals.actions.helpers import open_invitation
from proposals.forms.careful import Reason
from proposals.forms.staff import InviteForm, ReportForm
from proposals.models import Proposal
from proposals.views.lookups import or_404, proposal_or_404, require, round_or_404


@audience("signed-in")
def withdraw(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> HttpResponse:
    """Take it back, with a reason."""
    proposal = proposal_or_404(request, area, number, idea)
    require(access.may_lead(proposal, request.user))
    form = Reason(request.POST or None, label="Why do you take it back?")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = act(form, lambda: actions.withdraw(proposal, reason=reason, by=request.user))
        if done:
            messages.success(request, said.taken_back(done))
            return redirect("proposals:index", area, number)
    return _page(request, "withdraw", proposal, form)


@audience("signed-in")
def second_look(
    request: PersonRequest, area: Neighbourhood, number: int, idea: int
) -> HttpResponse:
    """Ask somebody else to look again at "not this time"."""
    proposal = proposal_or_404(request, area, number, idea)
    require(access.may_lead(proposal, request.user))
    form = Reason(request.POST or None, label="What should we look at again?")
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["reason"]
        if act(form, lambda: actions.ask_second_look(proposal, because=because, by=request.user)):
            messages.success(request, said.second_look_asked(proposal))
            return redirect("proposals:detail", area, number, idea)
    return _page(request, "second_look", proposal, form)


@audience("signed-in")
def helpers(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> HttpResponse:
    """Ask somebody to work on it together."""
    proposal = proposal_or_404(request, area, number, idea)
    require(access.may_lead(proposal, request.user))
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if act(form, lambda: actions.invite_helper(proposal, email=email, by=request.user)):
            messages.success(request, said.helper_invited(proposal))
            return redirect("proposals:helpers", area, number, idea)
    return _page(request, "helpers", proposal, form)


@audience("signed-in")
def join(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> HttpResponse:
    """The person who was invited says yes; there is nothing here for anyone else."""
    rows = Proposal.objects.select_related("round__neighbourhood", "lead")
    proposal = rows.filter(round=round_or_404(area, number), number=idea).first()
    if proposal is None or open_invitation(proposal, request.user) is None:
        or_404(proposal is not None and access.works_on(proposal, request.user))
        return redirect("proposals:detail", area, number, idea)
    if request.method == "POST":
        actions.join(proposal, by=request.user)
        messages.success(request, said.joined(proposal))
        return redirect("proposals:detail", area, number, idea)
    return render(
        request,
        "proposals/join.html",
        {"area": area, "round": proposal.round, "proposal": proposal},
    )


@audience("signed-in")
def report(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> HttpResponse:
    """Tell staff that it should not be shown."""
    proposal = proposal_or_404(request, area, number, idea)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        facts = act(form, lambda: actions.report(proposal, reason=reason, by=request.user))
        if facts:
            messages.success(request, said.reported(facts))
            return redirect("proposals:detail", area, number, idea)
    return _page(request, "report", proposal, form)


def _page(
    request: PersonRequest, name: str, proposal: Proposal, form: Reason | ReportForm | InviteForm
) -> HttpResponse:
    context = {
        "area": proposal.round.neighbourhood,
        "round": proposal.round,
        "proposal": proposal,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, f"proposals/{name}.html", context, status=status)
