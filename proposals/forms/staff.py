"""Staff's answers: checks, a first look, reports, hiding."""

from typing import Any

from django import forms

from proposals.forms.careful import Reason, WordsField
from proposals.models import CHECKS, Check


class CheckForm(Reason):
    """One question, its answer, and the reason that everybody can read."""

    passed = forms.ChoiceField(
        label="Answer",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )
    field_order = ("passed", "reason", "may_stay")

    def __init__(self, *args: Any, kind: str, newest: Check | None = None, **kwargs: Any) -> None:
        initial = (
            {"passed": "yes" if newest.passed else "no", "reason": newest.reason} if newest else {}
        )
        super().__init__(*args, initial=initial, prefix=kind, **kwargs)
        self.kind = kind
        self.newest = newest
        self.question = CHECKS[kind]
        self.fields["passed"].label = self.question


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
