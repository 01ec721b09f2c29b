"""Changes of the list of voters."""

from django import forms

from voting.plain_words import no_receipt


class ChangeForm(forms.Form):
    """Why an entry of the list of voters should change."""

    reason = forms.CharField(
        label="Reason",
        help_text="Everybody can read it, and the person gets it by e-mail. Say what you found out "
        "and how. Leave names and addresses out.",
        max_length=200,
        widget=forms.Textarea({"rows": 3, "data-limit": "200"}),
        validators=[no_receipt],
        error_messages={"required": "Give the reason"},
    )


class ReportAnswerForm(forms.Form):
    """What the officers found out about "somebody already voted as me"."""

    answer = forms.CharField(
        label="Your answer",
        help_text="The person gets it by e-mail, with your name. Nobody else reads it.",
        max_length=2_000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": "Write the answer"},
    )
