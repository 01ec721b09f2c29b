"""The site's own addresses, and a few that fall over in every way a view can."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as the_sites
from kit.refusal import Refused


class PotIsEmpty(Refused):
    message = "There is no money left in this round."


WAYS: dict[str, tuple[int, type[Exception]]] = {
    "bad": (400, SuspiciousOperation),
    "forbidden": (403, PermissionDenied),
    "missing": (404, Http404),
    "refused": (409, PotIsEmpty),
    "broken": (500, RuntimeError),
}


def fall(request: HttpRequest, way: str) -> HttpResponse:
    raise WAYS[way][1]


urlpatterns = [*the_sites, path("fall/<str:way>/", fall)]
