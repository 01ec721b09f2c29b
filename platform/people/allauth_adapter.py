"""allauth's hooks: one form of each address, a name first, no fall when mail is away, and sessions
on shared computers.
"""

import logging
from smtplib import SMTPException
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kit.refusal import Refused
from people import addresses, refused_mail, sessions
from people.models import User

_log = logging.getLogger(__name__)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The account adapter. Its codes are sent at once; everything else waits in the outbox."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "This is not the code we sent. Check it, or ask for a new one.",
        "too_many_login_attempts": "That was tried too often. Wait a few minutes.",
        "rate_limited": "That was asked for too often. Wait a few minutes.",
        "account_inactive": "This account is closed. Ask an officer of your neighbourhood.",
    }

    def clean_email(self, email: str) -> str:
        """The address in its one form."""
        try:
            return addresses.normal(email)
        except Refused as refusal:
            raise forms.ValidationError(refusal.reason) from refusal

    def set_password(self, user: User, password: str) -> None:
        """Save a password and nothing else of the person."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Somebody without a name is asked for it first."""
        if not getattr(request.user, "name", ""):
            return reverse("people:details")
        return str(super().get_login_redirect_url(request))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made at the one door (`people.views.door`), by the code."""
        return False

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse:
        """Let a session on a shared computer end with its browser."""
        if request.session.pop(sessions.ON_A_SHARED_ONE, False):
            sessions.end_with_browser(request)
        return cast("HttpResponse", super().post_login(request, user, **facts))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a code. A mail server that is away is said, and never a fault of the page."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            self._say_why(error, email)
        else:
            refused_mail.forget(email)

    def _say_why(self, error: Exception, email: str) -> None:
        """Tell whoever asked for a code why none comes: the same words whether or not somebody
        here has the address.
        """
        if refused_mail.for_good(error):
            refused_mail.note(email)
            words = "This e-mail address takes no mail. Check it, or use another one."
        else:
            # The error's own words may hold the address.
            _log.error("A sign-in e-mail could not be sent: %s", type(error).__name__)
            words = "The e-mail could not be sent just now. Wait a minute, then ask for a new code."
        messages.warning(allauth_context.request, words)
