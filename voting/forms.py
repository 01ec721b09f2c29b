"""What people fill in around a vote. Words on residents' pages are theirs, not ours."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from kit.fields import HintedRadios, MomentField
from people.models import User
from proposals.models import Proposal
from rounds.models import Round
from voting import sealing, terms
from voting.models import Challenge
from voting.plain_words import no_receipt, nobody_found
from voting.standing_lines import Lines, lost_ticks


class PicksForm(forms.Form):
    """Ideas picked on a ballot, held to the lines that stand on it now."""

    picks = forms.TypedMultipleChoiceField(
        coerce=int,
        label="Ideas",
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


class WordsForm(forms.Form):
    """33 words."""

    words = forms.CharField(
        label="Your 33 words",
        help_text="In the order you wrote them down, with a space between them.",
        max_length=1_000,
        widget=forms.Textarea({"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type your words"},
    )


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


class ReportAnswerForm(forms.Form):
    """What the officers found out about "somebody already voted as me"."""

    answer = forms.CharField(
        label="Your answer",
        help_text="The person gets it by e-mail, with your name. Nobody else reads it.",
        max_length=2_000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": "Write the answer"},
    )


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
