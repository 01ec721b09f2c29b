"""Staff write a fund's plan: what it is for, and how much of it to spend this year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kit import clock
from kit.access import audience
from kit.forms import act
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds import actions, forms, said
from rounds.models import Plan


@audience("officer")
def plan(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """Agree a plan for a year, or agree it anew."""
    form = forms.PlanForm(request.POST or None, area=area, initial=_newest(area))
    if form.is_valid():
        facts = dict(form.cleaned_data)
        fund = facts.pop("fund")
        agreed = act(form, lambda: actions.agree_plan(fund, by=request.user, **facts))
        if agreed:
            messages.success(request, said.plan_agreed(agreed))
            return redirect("rounds:plan-public", area)
    context = {"area": area, "form": form, "heading": "Plan for a year"}
    return render(request, "rounds/staff_plan.html", context, status=422 if form.errors else 200)


def _newest(area: Neighbourhood) -> dict[str, object]:
    """What the form starts with: last year's words, this year."""
    newest = Plan.objects.filter(fund__neighbourhood=area).order_by("-year").first()
    year = clock.today().year
    if newest is None:
        return {"year": year, "share_percent": 10}
    return {
        "fund": newest.fund,
        "year": max(year, newest.year),
        "vision": newest.vision,
        "priorities": "\n".join(newest.priorities),
        "share_percent": newest.share_percent,
    }
