"""The site's own addresses, and a few that fall over in every way a view can."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler500
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


SECRET = "what ruth.amos@example.org typed"
__all__ = ["SECRET", "WAYS", "handler500", "urlpatterns"]


def database(request: HttpRequest, code: str) -> HttpResponse:
    """The database itself gives an error of this code, in words that nobody should read."""
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION '{SECRET}' USING ERRCODE = '{code}'; END $$")
    return HttpResponse()


def full(request: HttpRequest) -> HttpResponse:
    with open("/dev/full", "w") as file:
        file.write(SECRET)
    return HttpResponse()


def many(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


def fall(request: HttpRequest, way: str) -> HttpResponse:
    raise WAYS[way][1]


urlpatterns = [
    *the_sites,
    path("fall/database/<str:code>/", database),
    path("fall/full/", full),
    path("fall/many/", many),
    path("fall/<str:way>/", fall),
]
