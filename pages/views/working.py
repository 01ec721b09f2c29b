"""Is everything working?"""

from django.http import HttpResponse
from django.shortcuts import render

from kit.access import STAFF, audience
from pages.working import lines
from people.middleware import PersonRequest


@audience(*STAFF, "auditor")
def working(request: PersonRequest) -> HttpResponse:
    """A line for each part that doesn't work or that somebody should look at; else one sentence."""
    found = lines()
    context = {
        "wrong": [line for line in found if line.state != "works"],
        "right": [line for line in found if line.state == "works"],
    }
    return render(request, "pages/staff_working.html", context)
