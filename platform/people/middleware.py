"""Puts the person's standing on every request, and the kind of device on its session."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from people import devices
from people.models import User
from people.sessions import SessionStore
from people.standing import Standing
from places import converters


class PersonRequest(HttpRequest):
    """A request as views see it: `user` is one of ours where the audience asks for signing in."""

    user: User
    standing: Standing


def standing(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: `request.standing` says what the person may be where."""

    def answer(request: HttpRequest) -> HttpResponse:
        converters.forget()
        cast("PersonRequest", request).standing = Standing(request.user)
        try:
            return get_response(request)
        finally:
            converters.forget()

    return answer


def device(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a session that begins now notes on what kind of device it does."""

    def answer(request: HttpRequest) -> HttpResponse:
        agent = request.headers.get("User-Agent", "")
        cast("SessionStore", request.session).device = devices.kind_of(agent)
        return get_response(request)

    return answer
