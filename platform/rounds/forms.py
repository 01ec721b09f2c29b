"""Forms of staff for plans and rounds. Money is typed in pounds, times in London."""

from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.http import QueryDict

from kit.dates import day_time
from kit.fields import DayField, HintedRadios, MomentField, PoundsField, WholeNumberField
from ledger.models import Fund
from people.models import User
from places.models import Neighbourhood
from rounds import duties, publishing
from rounds.actions import LaterDates
from rounds.models import Duty, Round
from rounds.phases import Dates
from rounds.rules import MOST_ON_BALLOT, MOST_PENCE, RoundRules, of


class ReasonForm(forms.Form):
    """A reason that everybody can read."""

    reason = forms.CharField(
        label="Reason",
        help_text="Everybody can read this in the public record.",
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
    )


class ConfirmForm(forms.Form):
    """A button, and a place for what a deed refuses."""


class _FundForm(forms.Form):
    """What needs a fund of the neighbourhood."""

    fund = forms.ModelChoiceField(
        Fund.objects.none(), label="Fund", empty_label="Choose a fund", required=True
    )

    def __init__(self, *args: Any, area: Neighbourhood, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast("forms.ModelChoiceField[Fund]", self.fields["fund"])
        choice.queryset = Fund.objects.filter(neighbourhood=area).order_by("name")
        if choice.queryset.count() == 1:
            choice.initial = choice.queryset.get()


class NewRoundForm(_FundForm):
    """The first facts of a round; the preset and the start day give the rest."""

    title = forms.CharField(
        label="Name of the round",
        help_text="A question works well: “What should £12,000 do for our alleys?”",
        max_length=150,
    )
    pot_pence = PoundsField(label="Money to share out", least=100, most=MOST_PENCE)
    start = DayField(
        label="When should it open for ideas?",
        help_text="We suggest the other dates from this one. You can change them all.",
    )
    field_order = ("title", "fund", "pot_pence", "start")


class MoneyForm(_FundForm):
    """Name, pot, and what the round is for."""

    title = forms.CharField(label="Name of the round", max_length=150)
    pot_pence = PoundsField(label="Money to share out", least=100, most=MOST_PENCE)
    about = forms.CharField(
        label="What is it for?",
        help_text="Two or three sentences for people who live here.",
        widget=forms.Textarea({"rows": 5}),
        max_length=3000,
        required=False,
    )
    field_order = ("title", "fund", "pot_pence", "about")

    @staticmethod
    def of(round: Round) -> dict[str, object]:
        """What the form starts with."""
        return {name: getattr(round, name) for name in ("title", "fund", "pot_pence", "about")}


_ASKS = {
    "ideas_open_at": "Ideas open",
    "ideas_close_at": "Ideas close",
    "develop_closes_at": "Last day to work ideas out and hand them in",
    "voting_opens_at": "Voting opens",
    "voting_closes_at": "Voting closes",
    "challenge_closes_at": "Last moment to say that something looks wrong",
    "panel_meets_at": "The panel meets",
}


def _date(name: str, also: str = "") -> MomentField:
    """A date of a draft, with how far it must be from the one before it."""
    return MomentField(label=_ASKS[name], help_text=f"{publishing.least(name)} {also}".strip())


class DatesForm(forms.Form):
    """The dates of a draft."""

    ideas_open_at = _date("ideas_open_at")
    ideas_close_at = _date("ideas_close_at")
    develop_closes_at = _date("develop_closes_at", "Checks happen from here until voting opens.")
    voting_opens_at = _date("voting_opens_at")
    voting_closes_at = _date("voting_closes_at")
    challenge_closes_at = _date("challenge_closes_at")
    panel_meets_at = _date("panel_meets_at")
    panel_meets_where = forms.CharField(
        label="Where the panel meets", max_length=150, required=False
    )
    outcomes_due_on = DayField(label="When should projects have said what changed?", required=False)

    @classmethod
    def of(cls, round: Round) -> dict[str, object]:
        """What the form starts with."""
        return {name: getattr(round, name) for name in cls.base_fields}

    def clean(self) -> dict[str, Any]:
        """Say of every date in which order it must come, not only of the first that is wrong."""
        given = super().clean() or self.cleaned_data
        times = {name: given.get(name) for name in publishing.NAMES}
        for name, sentence in publishing.collisions(Dates(**times)).items():
            self.add_error(name, sentence)
        return given


class PostponeForm(ReasonForm):
    """New, later dates of a published round. Empty means that a date stays."""

    voting_opens_at = MomentField(label=_ASKS["voting_opens_at"], required=False)
    voting_closes_at = MomentField(label=_ASKS["voting_closes_at"], required=False)
    challenge_closes_at = MomentField(label=_ASKS["challenge_closes_at"], required=False)
    panel_meets_at = MomentField(label=_ASKS["panel_meets_at"], required=False)
    field_order = (
        "voting_opens_at", "voting_closes_at", "challenge_closes_at", "panel_meets_at", "reason",
    )  # fmt: skip

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            moment = getattr(round, name, None)
            if isinstance(moment, datetime):
                field.help_text = f"Now {day_time(moment)}. Leave it empty to keep it."

    def moved(self) -> LaterDates:
        """The dates that were filled in."""
        given = self.cleaned_data.items()
        return cast("LaterDates", {name: at for name, at in given if isinstance(at, datetime)})


class ChoicesForm(forms.Form):
    """The rules that staff may choose; the others come with the preset."""

    max_choices = WholeNumberField(
        label="How many ideas may one person pick?",
        help_text="Leave it empty for as many as they like. Five or more gives the fairest result.",
        min_value=1,
        max_value=MOST_ON_BALLOT,
        required=False,
    )
    suggest_at_least = WholeNumberField(
        label="How many do we suggest they pick, at least?", min_value=1, max_value=20
    )
    min_votes = WholeNumberField(
        label="How many votes does an idea need, at least?", min_value=1, max_value=10**6
    )
    max_asked_pence = PoundsField(
        label="The most that one project may ask for",
        help_text="Leave it empty for any amount up to the whole pot.",
        least=100,
        most=MOST_PENCE,
        required=False,
    )
    max_on_ballot = WholeNumberField(
        label="How many ideas can go to the vote, at most?", min_value=1, max_value=MOST_ON_BALLOT
    )
    custody = forms.ChoiceField(
        label="Who opens the votes?",
        choices=[("two-people", "Two named people"), ("keyholders", "Two of three who keep a key")],
        widget=HintedRadios(
            hints={
                "two-people": "They press Open together. The key lies on the server until then.",
                "keyholders": "Each keeps a part of the key on paper and tries it before the vote.",
            }
        ),
    )
    whole_ballots_from = WholeNumberField(
        label="From how many ballots on is every ballot published?",
        help_text="With fewer, a ballot could point to a person. We suggest 50.",
        min_value=10,
        max_value=10**6,
    )
    challenge_days = WholeNumberField(
        label="Days to answer when something looks wrong", min_value=1, max_value=28
    )
    instalments = forms.TypedChoiceField(
        label="In how many parts is an award paid?", choices=[(1, "One"), (2, "Two")], coerce=int
    )
    answer_days = WholeNumberField(label="Days to accept an offer", min_value=7, max_value=90)
    baseline_from_pence = PoundsField(
        label="Above what award must a project measure before it starts?", most=MOST_PENCE
    )
    output_only_allowed = forms.BooleanField(
        label="A project may report what it did, without measuring what changed", required=False
    )

    PLACES = {
        "max_choices": ("vote", "max_choices"),
        "suggest_at_least": ("vote", "suggest_at_least"),
        "min_votes": ("count", "min_votes"),
        "max_asked_pence": ("proposals", "max_asked_pence"),
        "max_on_ballot": ("proposals", "max_on_ballot"),
        "challenge_days": ("challenge", "answer_days"),
        "instalments": ("award", "instalments"),
        "answer_days": ("award", "answer_days"),
        "baseline_from_pence": ("outcome", "baseline_from_pence"),
        "output_only_allowed": ("outcome", "output_only_allowed"),
    }

    @classmethod
    def of(cls, round: Round) -> dict[str, object]:
        """What the form starts with."""
        rules = cast("dict[str, Any]", of(round))
        return {
            "custody": rules["custody"],
            "whole_ballots_from": rules["whole_ballots_from"],
            **{name: rules[part][key] for name, (part, key) in cls.PLACES.items()},
        }

    def rules(self, before: RoundRules) -> RoundRules:
        """The rules as chosen; what the form does not ask stays as it was."""
        facts = self.cleaned_data
        after = {
            key: dict(part) if isinstance(part, dict) else part for key, part in before.items()
        }
        for name, (part, key) in self.PLACES.items():
            cast("dict[str, Any]", after[part])[key] = facts[name]
        after["custody"] = facts["custody"]
        after["key_shares"] = {"needed": 2, "of": 3 if facts["custody"] == "keyholders" else 2}
        after["whole_ballots_from"] = facts["whole_ballots_from"]
        return cast("RoundRules", after)


_CHOOSE_SOMEBODY = "Choose somebody, or tick what is to be taken away."
_TAKEN = "Somebody else has taken this duty away already. This is how things stand now."


class DutiesForm(forms.Form):
    """Who does what: for each kind of duty somebody more, as often as somebody is missing, and
    whom it is taken from. `kept_free` is not offered; whoever sends them is refused by the deed.
    """

    def __init__(
        self, data: QueryDict | None = None, *, round: Round, kept_free: User | None = None
    ) -> None:
        super().__init__(data)
        self.rows = list(Duty.objects.filter(round=round).select_related("person").order_by("pk"))
        self.adding: dict[str, str] = {}  # kind of duty by field
        self.taking = {f"take-{row.pk}": row for row in self.rows}
        for kind, needed in duties.kinds(of(round)).items():
            free = duties.who_may(kind, round.neighbourhood).order_by("name", "email")
            if data is None:
                free = self._free(free, kind, kept_free)
            for number in range(self._boxes(kind, needed)):
                self.adding[f"{kind}-{number}"] = kind
                self.fields[f"{kind}-{number}"] = _somebody(kind, free, number)
        for name, row in self.taking.items():
            title = duties.KINDS[row.kind].title
            self.fields[name] = forms.BooleanField(
                label=f"Take “{title}” away from {row.person}", required=False
            )

    def _free(self, may: QuerySet[User], kind: str, kept_free: User | None) -> QuerySet[User]:
        """Of those who may have a duty whom the page offers. Whoever was named for it since the
        page was made is refused by the deed, with the reason.
        """
        taken = [row.person_id for row in self.rows if row.kind == kind]
        return may.exclude(pk__in=[*taken, *([kept_free.pk] if kept_free else [])])

    def _boxes(self, kind: str, needed: int) -> int:
        """How many boxes a kind of duty has: one for each person that is missing, and those that
        were sent, however many of them a colleague has filled meanwhile.
        """
        missing = needed - len([row for row in self.rows if row.kind == kind])
        sent = [number + 1 for number in range(needed) if f"{kind}-{number}" in self.data]
        return max(1, missing, *sent)

    def clean(self) -> dict[str, object] | None:
        if not self.errors and not any(self.cleaned_data.values()):
            gone = [name for name in self.data if name.startswith("take-")]
            self.add_error(None, _TAKEN if gone else _CHOOSE_SOMEBODY)
        return super().clean()

    @property
    def given(self) -> list[tuple[str, str, User]]:
        """Field, kind of duty and person of each that a valid form adds."""
        chosen = self.cleaned_data
        return [(name, kind, chosen[name]) for name, kind in self.adding.items() if chosen[name]]

    @property
    def taken(self) -> list[tuple[str, Duty]]:
        """Field and duty of each that a valid form takes away."""
        return [(name, row) for name, row in self.taking.items() if self.cleaned_data[name]]

    def of_kind(self, kind: str) -> tuple[list[BoundField], list[BoundField]]:
        """The fields of one kind of duty: whom to take it from, and whom to add."""
        take = [self[name] for name, row in self.taking.items() if row.kind == kind]
        return take, [self[name] for name, each in self.adding.items() if each == kind]


def _somebody(kind: str, free: QuerySet[User], number: int) -> "forms.ModelChoiceField[User]":
    more = f" ({number + 1})" if number else ""
    somebody = forms.ModelChoiceField(
        free,
        label=f"Somebody who {duties.KINDS[kind].does}{more}",
        empty_label="Choose",
        required=False,
    )
    somebody.needed_later = True  # type: ignore[attr-defined]  # not called optional
    return somebody


class PlanForm(_FundForm):
    """A fund's plan for a year, in one page."""

    year = WholeNumberField(
        label="Year",
        help_text="The year in which it begins, like 2027.",
        min_value=2000,
        max_value=2100,
    )
    vision = forms.CharField(
        label="What should be different in ten years?",
        widget=forms.Textarea({"rows": 4}),
        max_length=3000,
    )
    priorities = forms.CharField(
        label="Priorities", help_text="One on each line.", widget=forms.Textarea({"rows": 6})
    )
    share_percent = WholeNumberField(
        label="Share of the fund to spend this year, in per cent", min_value=0, max_value=100
    )
    field_order = ("fund", "year", "vision", "priorities", "share_percent")

    def clean_priorities(self) -> list[str]:
        """The lines that say something."""
        lines = [line.strip() for line in str(self.cleaned_data["priorities"]).splitlines()]
        return [line for line in lines if line]


def first_day(today: date) -> date:
    """The start that a new round's form suggests: the Monday in two weeks or so."""
    return date.fromordinal(today.toordinal() + 21 - today.weekday())
