"""Puts the person's standing on every request, and the kind of device on its session; keeps the
pages that change how somebody signs in for those who have just signed in.
"""

import re
import time
from collections.abc import Callable
from typing import cast

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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


# What decides who can sign in as somebody: their addresses, second steps and passkeys.
_KEYS = re.compile(
    r"/accounts/(email/|2fa/(totp|recovery-codes|webauthn)/(?!(login|reauthenticate)/))"
)
_JUST_NOW = 600  # seconds


def just_in(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whoever finds a browser that somebody left signed in can't make the account
    theirs. allauth asks nobody again who has neither a password nor a second step.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        asked = _KEYS.match(request.path) and request.user.is_authenticated
        if asked and not _has_just_come_in(request):
            return render(
                request, "people/sign_in_again.html", {"onward": request.path}, status=403
            )
        return get_response(request)

    return answer


def _has_just_come_in(request: HttpRequest) -> bool:
    records = get_authentication_records(request, cast("User", request.user))
    return any(time.time() - record["at"] < _JUST_NOW for record in records)


def device(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a session that begins now notes on what kind of device it does."""

    def answer(request: HttpRequest) -> HttpResponse:
        agent = request.headers.get("User-Agent", "")
        cast("SessionStore", request.session).device = devices.kind_of(agent)
        return get_response(request)

    return answer
