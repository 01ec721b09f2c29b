"""Something looks wrong: said, and answered."""

from typing import Any

from django import forms

from kit.fields import HintedRadios
from proposals.models import Proposal
from rounds.models import Round
from voting.models import Challenge
from voting.plain_words import no_receipt, nobody_found


class ChallengeForm(forms.Form):
    """ "Something looks wrong"."""

    about = forms.ChoiceField(
        label="What is it about?",
        choices=[],
        widget=HintedRadios(hints={"ballot": "For example: somebody already voted as you."}),
        error_messages={"required": "Choose what it is about"},
    )
    proposal = forms.ModelChoiceField(
        Proposal.objects.none(),
        label="Is it about one idea?",
        empty_label="No, or all of them",
        required=False,
    )
    text = forms.CharField(
        label="What looks wrong?",
        help_text="Everybody can read this, without your name. Leave out names, addresses and your "
        "receipt.",
        max_length=2_000,
        widget=forms.Textarea({"rows": 6, "data-limit": "2000"}),
        validators=[no_receipt, nobody_found],
        error_messages={"required": "Say what looks wrong"},
    )

    def __init__(self, data: Any = None, *, round: Round, about: list[str]) -> None:
        super().__init__(data)
        kinds, ideas = self.fields["about"], self.fields["proposal"]
        if isinstance(kinds, forms.ChoiceField):
            kinds.choices = [(key, Challenge.ABOUT[key]) for key in about]
        if isinstance(ideas, forms.ModelChoiceField):
            ideas.queryset = Proposal.objects.filter(round=round, ballot_line__isnull=False)


class AnswerForm(forms.Form):
    """The answer to "something looks wrong"."""

    answer = forms.CharField(
        label="Your answer",
        help_text="Everybody can read it, with your name. Say what you looked at and what you "
        "found.",
        max_length=4_000,
        widget=forms.Textarea({"rows": 8}),
        validators=[no_receipt],
        error_messages={"required": "Write the answer"},
    )
    upheld = forms.TypedChoiceField(
        label="Was something wrong?",
        choices=[("no", "No"), ("yes", "Yes"), ("waits", "Yes, and it could change the result")],
        widget=HintedRadios(hints={"waits": "Awards wait until it has been put right."}),
        error_messages={"required": "Choose one"},
    )
