"""What a browser sends of a passkey or a security key (`MFA_FORMS`): the library's forms, saying in
words why nothing came.
"""

from typing import Any

from allauth.mfa.webauthn import forms as library

_NOTHING_CAME = {
    "required": "Your browser sent no passkey or security key: without JavaScript it can’t. "
    "Use a code instead."
}


class _SaysWhy:
    """A form whose `credential` a script fills in."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages |= _NOTHING_CAME


class SignInForm(_SaysWhy, library.LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in with a passkey."""


class SecondStepForm(_SaysWhy, library.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A security key as the second step."""


class AgainForm(_SaysWhy, library.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A security key before something that needs it anew."""
