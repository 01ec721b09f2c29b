"""What people type about panels, decisions, awards and payments."""

from datetime import datetime
from uuid import uuid4

from django import forms

from grants.models import INTERESTS, OUTCOMES, Member
from grants.quorum import QuorumStanding
from grants.voted_lines import VoteLine
from kit.fields import (
    DayField,
    HintedRadios,
    MomentField,
    NumberField,
    PoundsField,
    WholeNumberField,
)
from kit.money import pounds
from people.models import User
from people.photo_field import PhotoMixin
from rounds.models import Round


class PanelForm(forms.Form):
    """The panel itself."""

    name = forms.CharField(label="Name of the panel", max_length=120)
    quorum = WholeNumberField(
        label="How many members must vote on a decision",
        min_value=2,
        max_value=50,
        help_text="The quorum. Members who leave because of an interest are not counted.",
    )


class QuorumForm(forms.Form):
    """A change of quorum."""

    quorum = PanelForm.base_fields["quorum"]


class SeatForm(forms.Form):
    """A new seat."""

    person = forms.ModelChoiceField(
        User.objects.none(), label="Person", empty_label="Choose somebody"
    )
    position = forms.ChoiceField(
        label="Seat",
        choices=list(Member.POSITIONS.items()),
        initial="panel",
        widget=HintedRadios(
            hints={
                "chair": "Leads the meeting, votes, and confirms the minutes.",
                "panel": "Votes.",
                "secretary": "Writes down what is decided. Has no vote.",
            }
        ),
    )
    is_resident = forms.BooleanField(label="Lives in the neighbourhood", required=False)

    def __init__(self, *args: object, people: list[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["person"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = User.objects.filter(pk__in=[person.pk for person in people])


class CallForm(forms.Form):
    """Where the panel meets; and when, for a round that was published without its date."""

    meets_at = MomentField(label="Day and time")
    where = forms.CharField(label="Where", max_length=150, required=False)

    def __init__(self, *args: object, round: Round, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["where"].initial = round.panel_meets_where
        self.known = round.panel_meets_at
        if self.known:
            del self.fields["meets_at"]

    def call(self) -> tuple[datetime, str]:
        """When and where, of a valid form. Residents have read the round's own date."""
        return self.known or self.cleaned_data["meets_at"], self.cleaned_data["where"]


class InterestForm(forms.Form):
    """One member's interest in one proposal."""

    proposal = forms.ChoiceField(label="In which proposal")
    nature = forms.ChoiceField(
        label="What kind of interest", choices=list(INTERESTS.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="In a few words",
        max_length=300,
        help_text="Everyone can read this. For example: “I am a trustee of the gym’s landlord.”",
    )

    def __init__(self, *args: object, lines: list[VoteLine], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["proposal"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", "Choose"),
                *((str(line.number), f"{line.number}. {line.proposal.title}") for line in lines),
            ]


class VotesForm(forms.Form):
    """How those who can vote voted. `key` makes pressing twice one deed."""

    votes_for = WholeNumberField(label="For", min_value=0, max_value=99)
    votes_against = WholeNumberField(label="Against", min_value=0, max_value=99, initial=0)
    abstained = WholeNumberField(label="Abstained", min_value=0, max_value=99, initial=0)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: object, standing: QuorumStanding, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["votes_for"].initial = standing.entitled
        self.fields["key"].initial = uuid4()


class DecisionForm(VotesForm):
    """One decision on one proposal."""

    outcome = forms.ChoiceField(
        label="What the panel decides", choices=list(OUTCOMES.items()), widget=forms.RadioSelect
    )
    pence = PoundsField(label="How much, if it is a part", required=False, least=1)
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everyone can read this.",
    )
    conditions = forms.CharField(
        label="Conditions before money is paid",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One on each line. For example: “A named person is in charge of safeguarding.”",
    )
    field_order = (
        "outcome", "pence", "reason", "conditions", "votes_for", "votes_against", "abstained",
        "key",
    )  # fmt: skip

    def __init__(
        self, *args: object, standing: QuorumStanding, line: VoteLine, **kwargs: object
    ) -> None:
        super().__init__(*args, standing=standing, **kwargs)
        asked = pounds(line.proposal.asked_pence or 0)
        self.fields["outcome"].initial = "full" if line.picked else "none"
        self.fields["pence"].help_text = f"Less than the {asked} asked for."
        self.fields["reason"].help_text = (
            "Needed unless the panel agrees in full: the vote picked this. Everyone can read it."
            if line.picked
            else "Needed if money is given: the vote did not pick this. Everyone can read it."
        )

    @property
    def conditions_typed(self) -> list[str]:
        """The conditions, one for each line."""
        return str(self.cleaned_data["conditions"]).splitlines()


class TogetherForm(VotesForm):
    """What is adopted by one vote: everything that nobody pulled out."""

    proposals = forms.MultipleChoiceField(
        label="Which ones",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one proposal."},
    )
    field_order = ("proposals", "votes_for", "votes_against", "abstained", "key")

    def __init__(
        self, *args: object, standing: QuorumStanding, lines: list[VoteLine], **kwargs: object
    ) -> None:
        super().__init__(*args, standing=standing, **kwargs)
        field = self.fields["proposals"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(line.number), _adopted(line)) for line in lines]
            field.initial = [str(line.number) for line in lines]


def _adopted(line: VoteLine) -> str:
    return f"{line.number}. {line.proposal.title}, {pounds(line.proposal.asked_pence or 0)}"


class HolderForm(forms.Form):
    """Who is asked to hold an award."""

    email = forms.EmailField(label="Their e-mail address", max_length=254)


class BankForm(forms.Form):
    """Where to pay."""

    payee = forms.CharField(label="Name on the account", max_length=100)
    sort_code = forms.CharField(label="Sort code", max_length=12, help_text="Like 08-99-99.")
    account_number = forms.CharField(
        label="Account number", max_length=12, help_text="8 digits. If 7, put a 0 in front."
    )


class PayeeForm(forms.Form):
    """How the account was checked."""

    how = forms.CharField(
        label="How you checked it",
        max_length=200,
        help_text="By another way than this site. For example: “Rang the treasurer, whose number "
        "is on their letter paper.”",
    )


class SentForm(forms.Form):
    """That the bank has sent a payment."""

    bank_reference = forms.CharField(label="The bank’s reference", max_length=40)


class BackForm(forms.Form):
    """Money that came back. `held` (pence) is what was paid and not back when the page was made."""

    pence = PoundsField(label="How much came back", least=1)
    held = forms.IntegerField(widget=forms.HiddenInput)


class ReportForm(PhotoMixin):
    """A holder's short report."""

    spent_pence = PoundsField(
        label="How much of this money has been spent so far",
        help_text="In pounds. Only money from this award.",
    )
    happened = forms.CharField(
        label="What happened",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="A few sentences. Everyone can read this. Leave out names.",
    )
    differently = forms.CharField(
        label="What you would do differently",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Helps the next people who try this.",
    )
    value = NumberField(
        label="What you measured",
        required=False,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    measured_on = DayField(label="When you measured it", required=False)
    how = forms.CharField(
        label="How you measured it",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_final = forms.BooleanField(label="This is the last report: the work is done", required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = (
        "spent_pence", "happened", "differently", "value", "measured_on", "how",
        "photo", "photo_alt", "photo_kept", "is_final", "key",
    )  # fmt: skip

    def __init__(self, *args: object, unit: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4()
        if unit:
            self.fields["value"].help_text = f"A number: {unit}."
