"""Forms of the trust's staff. Each carries a key made with the page, so that pressing twice is one
deed."""

from uuid import uuid4

from django import forms

from kit.fields import DayField, PoundsField

MOST_PENCE = 10_000_000_000
"""£100 million: no neighbourhood's fund is larger, and a slip of the keys is caught."""


class _Keyed(forms.Form):
    key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={
            "required": "This page is out of date. Open it again.",
            "invalid": "This page is out of date. Open it again.",
        },
    )


class FundForm(_Keyed):
    """A new fund."""

    name = forms.CharField(label="Name of the fund", max_length=120)
    source = forms.CharField(label="Where the money comes from", max_length=150)
    purpose = forms.CharField(
        label="What it is for",
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
        required=False,
    )
    starts_on = DayField(label="First day")
    ends_on = DayField(label="Last day")
    small_award = PoundsField(
        label="Small awards are those under",
        help_text="Under this sum, whoever says that the panel's conditions are met may also "
        "approve the payment. From this sum on, one person says that they are met and another "
        "approves the payment.",
        initial=200_000,
        most=MOST_PENCE,
    )

    def clean(self) -> None:
        super().clean()
        starts, ends = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", "The last day must be after the first day")


class DepositForm(_Keyed):
    """Money that came in."""

    pence = PoundsField(label="Amount", least=1, most=MOST_PENCE)
    received_on = DayField(label="The day the bank received it")
    bank_reference = forms.CharField(
        label="The bank’s reference",
        help_text="As it stands on the statement. The one who confirms it looks for it there.",
        max_length=40,
    )
    memo = forms.CharField(
        label="What it is",
        help_text="Everyone can read this. For example: first part of the grant.",
        max_length=200,
    )


class TakeBackForm(forms.Form):
    """Why what was entered is taken back before anybody confirmed it."""

    reason = forms.CharField(
        label="Why it is taken back", help_text="Everyone can read this.", max_length=200
    )


class UndoForm(forms.Form):
    """Why a movement is undone."""

    reason = forms.CharField(
        label="Why it is undone",
        help_text="Everyone can read this. Both movements stay on the page.",
        max_length=200,
    )
