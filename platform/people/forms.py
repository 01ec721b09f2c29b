"""Forms about oneself, and about the people of a neighbourhood for its officers."""

from django import forms

from kit.fields import HintedRadios
from people.models import ROLE_NAMES, VERIFIED_HOW
from places.models import Neighbourhood

ROLE_HINTS = {
    "officer": "Helps residents, checks ideas and addresses, sets rounds up. Takes money in and"
    " pays it out, never alone.",
    "finance": "Takes money in and pays it out, never alone.",
    "auditor": "Reads everything that was done, and signs off rounds in which they did nothing"
    " else.",
    "chair": "Leads the panel.",
    "panel": "Decides on the panel.",
    "secretary": "Writes the panel's meetings down and sends its decisions out.",
}


class SignInForm(forms.Form):
    """Where a code goes."""

    email = forms.CharField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    shared = forms.BooleanField(
        label="Other people use this phone or computer too",
        required=False,
        help_text="Then you are signed out when the browser is closed.",
    )


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label="The code in the e-mail",
        max_length=40,
        help_text="Eight letters, like BCDF-GHJK. Small letters will do.",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "govuk-input--width-10",
            }
        ),
    )


class NameForm(forms.Form):
    """What one is called."""

    name = forms.CharField(
        label="Your name",
        max_length=100,
        help_text="As your neighbours know you. Others see the first name and one letter, like"
        " Ruth A.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class PostcodeForm(forms.Form):
    """Where one lives."""

    postcode = forms.CharField(
        label="Your postcode",
        max_length=40,
        help_text="Like DN32 7AB. We delete it when somebody has checked your address.",
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )


class StreetForm(forms.Form):
    """Which street is asked about."""

    postcode = forms.CharField(
        label="Postcode",
        max_length=40,
        help_text="Like DN32 7AB",
        error_messages={"required": "Enter a postcode, like DN32 7AB."},
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )


class AskOfficerForm(forms.Form):
    """Says where one lives when the postcode doesn't."""

    postcode = forms.CharField(max_length=40, widget=forms.HiddenInput)
    neighbourhood = forms.ModelChoiceField(
        Neighbourhood.objects.filter(origin="native").order_by("name"),
        label="I live in",
        empty_label="Choose",
        to_field_name="slug",
    )


class InviteForm(forms.Form):
    """An invitation to a role."""

    email = forms.EmailField(label="E-mail address", max_length=254)
    name = forms.CharField(label="Name", max_length=100, required=False)
    kind = forms.ChoiceField(
        label="Role", choices=list(ROLE_NAMES.items()), widget=HintedRadios(hints=ROLE_HINTS)
    )


class RoleForm(forms.Form):
    """A role for somebody who has an account."""

    kind = forms.ChoiceField(
        label="Role", choices=[("", "Choose"), *ROLE_NAMES.items()], widget=forms.Select
    )


class VerifyForm(forms.Form):
    """How an officer knows that somebody lives here."""

    how = forms.ChoiceField(
        label="How do you know?", choices=list(VERIFIED_HOW.items()), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Your reason",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: the house stands on the border, and its door is on our side.",
    )

    def __init__(self, *args: object, clear: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if clear:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True


class EndForm(forms.Form):
    """Why somebody no longer counts as living here."""

    reason = forms.CharField(
        label="Your reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class SearchForm(forms.Form):
    """Looks for somebody."""

    q = forms.CharField(label="Name or e-mail address", max_length=100, required=False)
