"""Forms of pages that belong to no single room."""

import hmac

from django import forms
from django.conf import settings

from pages import setup_code


class FindForm(forms.Form):
    """A postcode, or the name of a neighbourhood."""

    q = forms.CharField(
        label="Your postcode, or the name of your neighbourhood",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )


class FirstOfficerForm(forms.Form):
    """Who sets the site up. On a site open to the internet it takes the code from the server."""

    name = forms.CharField(
        label="Your name", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Your e-mail address",
        help_text="We send a code to it when you sign in. There are no passwords.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    code = forms.CharField(
        label="Set-up code",
        help_text="Whoever runs the server gets it by “./run manage setup_code”.",
        max_length=40,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not settings.PRODUCTION:
            del self.fields["code"]

    def clean_code(self) -> str:
        given: str = self.cleaned_data["code"].strip()
        if not hmac.compare_digest(given.encode(), setup_code.read().encode()):
            raise forms.ValidationError("This is not the set-up code of this site.")
        return given
