"""What the person who verifies says."""

from django import forms


class VerifyForm(forms.Form):
    """That the evidence was looked at, and what it was."""

    seen = forms.CharField(
        label="What did you look at?",
        help_text="Everyone can read this, so write no names. For example: totals for March.",
        max_length=300,
    )
    holds = forms.BooleanField(
        label="I looked at it, and the figure is right",
        error_messages={
            "required": "Tick this when the figure is right. If not, ask for a better one."
        },
    )
