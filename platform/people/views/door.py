"""The way in: an address on one page, the code on the next. Where somebody was going, and what they
wrote on the way, is there when they are in.
"""

import time
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

import idna
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import email_verification_sent
from allauth.mfa import app_settings as mfa_settings
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import cache_control

from kit.access import audience
from kit.refusal import Refused
from people import actions, addresses, going, said, sessions
from people.forms import CodeForm, SignInForm
from people.models import User

T = TypeVar("T")
_ASKED = "sign_in"
_KEPT = 3


class Asked(NamedTuple):
    """What the visitor's session holds between the two pages; the session is sealed. `sent` are the
    codes on their way to the address: mail may be slow, and the first one asked for come last.
    """

    sent: list[str]
    email: str
    next: str
    shared: bool
    at: float  # seconds since 1970, UTC


@audience("public")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks for an e-mail address, whether somebody has been here before or not."""
    onward = going.to(request)
    if request.user.is_authenticated:
        return redirect(onward or settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request.POST or None, initial=_asked_before(request))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if _tried(form, lambda: ask(request, facts["email"], onward, shared=facts["shared"])):
            return redirect("people:code")
    context = {**_page(form, onward), "kept": going.said(request, onward)}
    return render(request, "people/sign_in.html", context, status=_status(form))


def ask(request: HttpRequest, email: str, onward: str, *, shared: bool = False) -> Asked:
    """Send a code, and keep in the visitor's session what the next page needs. Raises Refused."""
    address = addresses.normal(email)
    sent = actions.send_code(address, network=_network(request))
    before = _asked(request)
    earlier = before.sent[-_KEPT:] if before and before.email == address else []
    asked = Asked([*earlier, str(sent)], address, onward, shared, time.time())
    request.session[_ASKED] = list(asked)
    if shared:
        request.session.set_expiry(0)
    return asked


@audience("public")
def code(request: HttpRequest) -> HttpResponse:
    """Asks for the code, and lets in whoever has it."""
    asked = _asked(request)
    if request.user.is_authenticated:
        return redirect((asked and asked.next) or settings.LOGIN_REDIRECT_URL)
    if asked is None:
        messages.warning(request, said.ask_first())
        return redirect("people:sign-in")
    if "again" in request.POST:
        return _send_again(request, asked)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        arrival = _tried(form, lambda: _use(request, asked, form.cleaned_data["code"]))
        if arrival:
            return _let_in(request, arrival, asked)
    return _code_page(request, asked, form)


def _send_again(request: HttpRequest, asked: Asked) -> HttpResponse:
    try:
        ask(request, asked.email, asked.next, shared=asked.shared)
    except Refused as refusal:
        return _code_page(request, asked, CodeForm(), refused=refusal.reason)
    before_works = actions.still_works(UUID(asked.sent[-1]))
    messages.success(request, said.sent_again(before_works))
    return redirect("people:code")


def _use(request: HttpRequest, asked: Asked, typed: str) -> actions.Arrival:
    return actions.use_code(
        [UUID(sent) for sent in asked.sent],
        address=asked.email,
        typed=typed,
        network=_network(request),
    )


def _let_in(request: HttpRequest, arrival: actions.Arrival, asked: Asked) -> HttpResponse:
    """Hand over to allauth, which asks for a second step from whoever has set one up."""
    person = arrival.person
    del request.session[_ASKED]
    request.session[sessions.ON_A_SHARED_ONE] = asked.shared
    record_authentication(request, person, method="code", email=asked.email)
    login = Login(
        user=person, email=asked.email, signup=arrival.new, redirect_url=_first(person, asked.next)
    )
    return cast("HttpResponse", perform_login(request, login))


def _first(person: User, onward: str) -> str:
    """Somebody without a name is asked for it on the way, but not before an invitation, which may
    bring one.
    """
    invited = onward.startswith("/accounts/invitation/")
    if person.name or invited:
        return onward or settings.LOGIN_REDIRECT_URL
    page = reverse("people:details")
    return f"{page}?{urlencode({'next': onward})}" if onward else page


def _code_page(
    request: HttpRequest, asked: Asked, form: CodeForm, refused: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "asked": asked,
        "read_as": _as_read(asked.email),
        "refused": refused,
        "kept": going.said(request, asked.next),
    }
    status = 422 if refused else _status(form)
    return render(request, "people/code.html", context, status=status)


def _as_read(address: str) -> str:
    """The address with its foreign domain as people write it; blank where it is the same."""
    local, _, domain = address.partition("@")
    try:
        read = idna.decode(domain)
    except idna.IDNAError:
        return ""
    return f"{local}@{read}" if read != domain else ""


@audience("public")
@cache_control(no_store=True, private=True)
def gone(request: HttpRequest, page: str = "") -> HttpResponse:
    """A page that this site has not: to the one door, or to one's own page."""
    return _to_the_door(request)


def _to_the_door(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    onward = going.to(request)
    door = reverse("people:sign-in")
    return redirect(f"{door}?{urlencode({'next': onward})}" if onward else door)


@audience("public")
@cache_control(no_store=True, private=True)
def confirm_address(request: HttpRequest) -> HttpResponse:
    """Confirms another address of somebody who is signed in."""
    if not request.user.is_authenticated:
        return _to_the_door(request)
    return cast("HttpResponse", email_verification_sent(request))


def _tried(form: forms.Form, deed: Callable[[], T]) -> T | None:
    """Run a deed that counts its tries, so outside of any transaction; None when it was refused."""
    try:
        return deed()
    except Refused as refusal:
        form.add_error(refusal.at if refusal.at in form.fields else None, refusal.reason)
        return None


def _asked(request: HttpRequest) -> Asked | None:
    """What the visitor asked for while its codes are good; later nobody finds the address here."""
    kept = request.session.get(_ASKED)
    asked = Asked(*kept) if kept else None
    return asked if asked and time.time() - asked.at < actions.GOOD_FOR.total_seconds() else None


def _asked_before(request: HttpRequest) -> dict[str, Any]:
    """Whoever comes back to put an address right finds it in the form."""
    asked = _asked(request)
    return {"email": asked.email, "shared": asked.shared} if asked else {}


def _network(request: HttpRequest) -> str:
    return str(get_adapter().get_client_ip(request))


def _page(form: SignInForm, onward: str) -> dict[str, object]:
    kept = format_html('<input type="hidden" name="next" value="{}">', onward) if onward else ""
    # The name by which allauth's script for passkeys knows it.
    return {
        "form": form,
        "redirect_field": kept,
        "passkeys": mfa_settings.PASSKEY_LOGIN_ENABLED,
    }


def _status(form: forms.Form) -> int:
    return 422 if form.errors else 200
