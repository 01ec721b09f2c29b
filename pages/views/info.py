"""Pages about the site itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static

from kit.access import audience
from pages import readiness
from places.models import Neighbourhood


@audience("public")
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why, and for how long."""
    return render(request, "pages/privacy.html")


@audience("public")
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "pages/accessibility.html")


@audience("public")
def contact(request: HttpRequest) -> HttpResponse:
    """Who to ask, neighbourhood by neighbourhood."""
    places = Neighbourhood.objects.filter(origin="native").order_by("name")
    return render(request, "pages/contact.html", {"places": places})


@audience("public")
def data(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, and under which terms."""
    return render(request, "pages/data.html")


@audience("public")
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@audience("public")
def ready(request: HttpRequest) -> HttpResponse:
    """The site can serve: its database, its disks and its worker. Else a line for each trouble."""
    found = readiness.troubles()
    text = "\n".join(found) or "ok"
    return HttpResponse(text, content_type="text/plain", status=503 if found else 200)


@audience("public")
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read what everyone may."""
    lines = ["User-agent: *", "Disallow: /accounts/", "Disallow: /me/", "Disallow: /staff/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@audience("public")
def icon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for a picture of the site unasked."""
    return redirect(static("img/mark.svg"))
