"""Puts the person's standing on every request."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from people.models import User
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
