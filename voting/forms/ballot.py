"""What a resident fills in at the ballot and after it. Words here are theirs, not ours."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from rounds.models import Round
from voting import sealing, terms
from voting.plain_words import no_receipt
from voting.standing_lines import Lines, lost_ticks


class PicksForm(forms.Form):
    """Ideas picked on a ballot, held to the lines that stand on it now."""

    picks = forms.TypedMultipleChoiceField(
        coerce=int,
        label="Ideas",
        # The boxes are drawn by the page; an error leads to the first of them.
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Pick at least one idea",
            "invalid_choice": "One of these ideas is not on this ballot. Pick again",
        },
    )

    def __init__(self, data: Any = None, *, lines: Lines, **rest: Any) -> None:
        super().__init__(data, **rest)
        self._gone = lines.gone
        field = self.fields["picks"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(line.number, line.name) for line in lines.on + lines.gone]

    def clean_picks(self) -> list[int]:
        if self.lost_ticks:
            raise ValidationError(self.lost_ticks, code="gone")
        return sorted(set(self.cleaned_data["picks"]))

    @property
    def ticked(self) -> set[str]:
        """Values that are ticked, right or wrong."""
        data = self.data
        return set(data.getlist("picks")) if isinstance(data, QueryDict) else set()

    @property
    def lost_ticks(self) -> str:
        """The sentence for ticks at ideas that are not on the ballot any more, or ""."""
        return lost_ticks(self._gone, self.ticked)


class BallotForm(PicksForm):
    """The ticks of a ballot; cleans to ballot numbers, ascending. What was ticked stays ticked."""

    def __init__(self, data: Any = None, *, round: Round, lines: Lines) -> None:
        super().__init__(data, lines=lines)
        self.most = terms.most_choices(round)

    def clean_picks(self) -> list[int]:
        picked = super().clean_picks()
        if self.most is not None and len(picked) > self.most:
            raise ValidationError(
                f"Pick at most {self.most}: you picked {len(picked)}. Take some ticks away"
            )
        return picked


class CastForm(PicksForm):
    """The confirm page: the bound field, the choices as shown, and four characters of one's own."""

    slip = forms.CharField(widget=forms.HiddenInput, max_length=4_000)
    picks = forms.TypedMultipleChoiceField(coerce=int, widget=forms.MultipleHiddenInput)
    own = forms.CharField(
        label="Add four letters of your own to your receipt",
        help_text="Any four that you think of, like 7TRE: letters or digits, but not U, which "
        "receipts don't use. So no other voter can be shown the same receipt as you. O counts as "
        "0, and I and L as 1.",
        required=False,
        max_length=12,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class ReceiptForm(forms.Form):
    """A receipt, typed as carelessly as people type; cleans to its characters as they count."""

    code = forms.CharField(
        label="Your receipt",
        help_text="16 letters and digits, or 20 if you added your own. Spaces, dashes and small "
        "letters don't matter.",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type your receipt"},
    )

    def clean_code(self) -> str:
        try:
            return sealing.receipt(self.cleaned_data["code"])
        except sealing.NotAReceipt:
            raise ValidationError(
                "This is not a whole receipt: it has 16 or 20 letters and digits"
            ) from None


class VotedAsMeForm(forms.Form):
    """ "Somebody already voted as me"."""

    text = forms.CharField(
        label="What happened?",
        help_text="Only the people who run this read it. Don't write your receipt or what "
        "you picked.",
        max_length=1_000,
        required=False,
        widget=forms.Textarea({"rows": 5, "data-limit": "1000"}),
        validators=[no_receipt],
    )
