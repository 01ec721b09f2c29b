"""How a round is counted, as staff choose it."""

from collections.abc import Mapping

from django import forms

from voting.counting import Rule
from voting.trying.earlier import Earlier


class PreviewForm(forms.Form):
    """On which earlier vote to look at equal shares."""

    on = forms.ChoiceField(
        label="On which earlier vote?",
        error_messages={
            "required": "Choose an earlier vote",
            "invalid_choice": "Choose one of these votes",
        },
    )

    def __init__(self, data: Mapping[str, str] | None, *, earlier: list[Earlier]) -> None:
        super().__init__(data)
        choice = self.fields["on"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(str(vote.round.pk), vote.name) for vote in earlier]


class ChooseForm(forms.Form):
    """The rule of the round; `comparison` only with equal shares."""

    rule = forms.ChoiceField(
        choices=[(rule.value, rule.value) for rule in Rule], widget=forms.HiddenInput
    )
    comparison = forms.BooleanField(
        label="Keep most votes where more people get more by it",
        help_text="The count then looks at both results and keeps the one that gives more people"
        " more of what they chose.",
        required=False,
    )

    def __init__(self, data: Mapping[str, str] | None) -> None:
        super().__init__(data)
