"""allauth's hooks: one form of each address, a name first, no fall when mail is away, and sessions
on shared computers.
"""

import logging
from smtplib import SMTPException
from typing import Any, cast
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kit.refusal import Refused
from people import addresses, post, refused_mail, sessions
from people.models import User

_log = logging.getLogger(__name__)

# By the library's names of its letters.
_CHANGED = {
    "account/email/email_changed": "You chose another address to be written to.",
    "account/email/email_deleted": "An e-mail address was taken off your account.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account.",
    "mfa/email/totp_activated": "An app that shows codes was added as your second step.",
    "mfa/email/totp_deactivated": "The app that shows codes was taken off your account.",
    "mfa/email/webauthn_added": "A passkey or security key was added to your account.",
    "mfa/email/webauthn_removed": "A passkey or security key was taken off your account.",
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The account adapter. Its codes are sent at once; letters about a change go to the outbox."""

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
        # With a passkey they are in at once: nothing was asked for on a page before.
        if request.session.pop(sessions.ON_A_SHARED_ONE, False) or request.POST.get("shared"):
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

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody what was changed about how they sign in; `email` is the address before."""
        what = _CHANGED.get(template_prefix, "Something about how you sign in was changed.")
        with transaction.atomic():
            post.write(
                to=email or user,
                template="email/people/signing_in_changed.txt",
                context={"to_name": user.name, "what": what},
                key=f"signing-in-changed {uuid4()}",
            )

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
