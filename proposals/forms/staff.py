"""Staff's answers: checks, a first look, reports, hiding."""

from typing import Any

from django import forms

from proposals.forms.careful import Reason, WordsField
from proposals.models import Proposal
from proposals.pairs import candidates
from rounds.models import Round

_CHOOSE = {
    "required": "Choose an idea",
    "invalid_choice": "Choose an idea that everybody can read and that can still be done",
}


class ReviewForm(Reason):
    """The second look."""

    ready = forms.ChoiceField(
        label="What do you say?",
        choices=[("yes", "It can go to the vote"), ("no", "The first answer stands")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one"},
    )
    field_order = ("ready", "reason", "may_stay")


class LookForm(Reason):
    """An idea about crime: show it, or keep it back."""

    show = forms.ChoiceField(
        label="Is it safe to show this?",
        choices=[("yes", "Show it to everybody"), ("no", "Keep it back")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one"},
    )
    field_order = ("show", "reason", "may_stay")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why is it kept back?"
        self.fields["reason"].help_text = "Only if you keep it back. Everybody can read this."
        self.fields["reason"].required = False


class PairForm(Reason):
    """Two ideas of a round that can't both be done, by their numbers."""

    one = forms.ChoiceField(label="One idea", error_messages=_CHOOSE)
    other = forms.ChoiceField(label="The other idea", error_messages=_CHOOSE)
    field_order = ("one", "other", "reason", "may_stay")

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, label="Why can’t both be done?", **kwargs)
        self.ideas = {str(idea.number): idea for idea in candidates(round)}
        choices = [("", "Choose an idea")]
        choices += [(number, f"{number}. {idea.title}") for number, idea in self.ideas.items()]
        for name in ("one", "other"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def chosen(self, name: str) -> Proposal:
        """The idea chosen in one of the two boxes of a valid form."""
        return self.ideas[self.cleaned_data[name]]


class ReportForm(forms.Form):
    """Somebody says that a proposal should not be shown. Only staff read it."""

    reason = WordsField(
        label="What is wrong with it?",
        help_text="Only staff read this.",
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )


class AnswerForm(forms.Form):
    """What staff tell the person who reported something."""

    answer = WordsField(
        label="What did you do about it?",
        help_text="Goes to the person who reported it. It is not published.",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )


class InviteForm(forms.Form):
    """Somebody to work on it together."""

    email = forms.EmailField(label="Their e-mail address", max_length=254)
