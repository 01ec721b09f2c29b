"""Opening the box, and what to do when it can't be opened."""

from typing import Any, ClassVar

from django import forms

from kit.fields import HintedRadios, MomentField
from people.models import User
from rounds.models import Round
from voting.plain_words import no_receipt, nobody_found


class WordsForm(forms.Form):
    """33 words."""

    words = forms.CharField(
        label="Your 33 words",
        help_text="In the order you wrote them down, with a space between them.",
        max_length=1_000,
        widget=forms.Textarea({"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type your words"},
    )


class LostForm(forms.Form):
    """Whose part of the key is lost."""

    holder = forms.ModelChoiceField(
        User.objects.none(),
        label="Whose part of the key is lost?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a person"},
    )

    def __init__(self, data: Any = None, *, round: Round) -> None:
        super().__init__(data)
        field = self.fields["holder"]
        if isinstance(field, forms.ModelChoiceField):
            held = round.key_holders.filter(lost_at=None, share_sha256__isnull=False)
            field.queryset = User.objects.filter(pk__in=held.values("person"))


class WayOnForm(forms.Form):
    """How to go on when something keeps the votes from being opened (London time)."""

    WAYS: ClassVar[list[tuple[str, str]]] = [
        ("set-aside", "Leave these ballots out, unopened, and open the others"),
        ("again", "Hold the vote again, with the same people on the list of voters"),
    ]

    what = forms.ChoiceField(
        label="How should it go on?",
        choices=[],
        widget=HintedRadios(
            hints={
                "set-aside": "The others are counted. For ballots that are nobody’s, or damaged.",
                "again": "Everybody votes anew. Where real voters may have lost their ballot.",
            }
        ),
        error_messages={"required": "Choose one"},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="Everybody can read it.",
        max_length=500,
        widget=forms.Textarea({"rows": 4, "data-limit": "500"}),
        validators=[no_receipt, nobody_found],
        error_messages={"required": "Give the reason"},
    )
    opens = MomentField(label="If it is held again: the new vote opens", required=False)
    closes = MomentField(label="If it is held again: the new vote closes", required=False)

    def __init__(self, data: Any = None, *, some_to_leave_out: bool = True) -> None:
        super().__init__(data)
        what = self.fields["what"]
        if isinstance(what, forms.ChoiceField):
            what.choices = self.WAYS if some_to_leave_out else self.WAYS[1:]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("opens", "closes"):
            if cleaned.get("what") == "again" and name not in self.errors and not cleaned.get(name):
                self.add_error(name, "Say when, if the vote is held again")
        return cleaned


class AgainForm(forms.Form):
    """When a vote that nobody can open is held again (London time)."""

    opens = MomentField(label="The new vote opens")
    closes = MomentField(label="The new vote closes")
