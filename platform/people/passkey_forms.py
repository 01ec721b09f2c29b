"""What a browser sends of a passkey or a security key (`MFA_FORMS`): the library's forms, saying in
words why nothing came, and that what came is none.
"""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as library
from django import forms
from django.core.exceptions import ValidationError

_NOTHING_CAME = {
    "required": "Your browser sent no passkey or security key: without JavaScript it can’t. "
    "Use a code instead."
}
# What the library stumbles over in half a passkey, or in one made of other things.
_STUMBLES = (AttributeError, LookupError, RecursionError, TypeError, ValueError)


class _Credential(forms.JSONField):
    """What a script fills in."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise _is_none() from error

    def bound_data(self, data: object, initial: object) -> object:
        """What stands in the box again: nothing of a passkey serves twice."""
        return initial


class _Checked:
    """A form whose `credential` a script fills in."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hidden = self.fields["credential"].widget
        self.fields["credential"] = _Credential(widget=hidden, error_messages=_NOTHING_CAME)


class _SignsIn(_Checked):
    def clean_credential(self) -> object:
        """The passkey that is meant; refused in words, whatever came instead of one."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except _STUMBLES as error:
            raise _is_none() from error


class SignInForm(_SignsIn, library.LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in with a passkey."""


class SecondStepForm(_SignsIn, library.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A security key as the second step."""


class AgainForm(_SignsIn, library.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A security key before something that needs it anew."""


class AddForm(_Checked, library.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey or security key that is to be used from now on."""

    def clean(self) -> dict[str, Any]:
        """The form's values; refused in words, whatever came instead of a passkey."""
        try:
            return dict(super().clean())
        except _STUMBLES as error:
            raise _is_none() from error


def _is_none() -> ValidationError:
    refused: ValidationError = get_adapter().validation_error("incorrect_code")
    return refused
