"""Working an idea out: what it costs, who does it, and what should change."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from evidence.models import Indicator, Kind
from kit.fields import DayField, HintedRadios, PoundsField
from kit.money import MOST_PENCE, pounds
from proposals.actions.work import Cost, Work
from proposals.forms.careful import Careful, LineField
from proposals.forms.idea import ConsentMixin
from proposals.missing import Limits
from proposals.models import DELIVERERS, SOURCES, Proposal

MOST_LINES = 40
PREFIX = "costs"
NEEDED_LATER = ("who_delivers", "kind", "target", "due")
BASELINE = ("baseline", "baseline_source", "baseline_on")
_HINTS = {
    "needs": "We help to find somebody before the money is paid.",
    "trust": "The trust asks firms for prices and pays the one it chooses.",
}


class Quiet(forms.Form):
    """A form that says nothing of errors while somebody is still typing (`quiet`)."""

    def __init__(self, *args: Any, quiet: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quiet = quiet

    def full_clean(self) -> None:
        if self.quiet:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()


class CostForm(Careful, Quiet):
    """One line of costs; an empty line is no line."""

    careful = ("label",)

    label = LineField(label="What", max_length=120)
    pence = PoundsField(label="How much", least=1, most=MOST_PENCE // MOST_LINES)
    source = forms.ChoiceField(label="Where from", choices=list(SOURCES.items()), initial="asked")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "empty_permitted": True})

    def has_changed(self) -> bool:
        # An empty line is no line, whatever its last box says.
        return bool({"label", "pence"} & set(self.changed_data))


CostFormSet = forms.formset_factory(
    CostForm, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES, validate_max=True
)


def kept_lines(proposal: Proposal) -> "forms.BaseFormSet[CostForm]":
    """The lines as they are kept, and room for new ones."""
    kept = [
        {"label": line.label, "pence": line.pence, "source": line.source}
        for line in proposal.costs.all()
    ]
    lines = CostFormSet(initial=kept, prefix=PREFIX)
    lines.extra = 1 if kept else 2
    return lines


def typed_lines(
    data: QueryDict, *, more: bool = False, quiet: bool = False
) -> "forms.BaseFormSet[CostForm]":
    """The lines as they were typed, with one more empty line if asked; `quiet` says nothing of
    errors yet.
    """
    if more:
        data = data.copy()
        total = data.get(f"{PREFIX}-TOTAL_FORMS", "0")
        lines = min(int(total) + 1, MOST_LINES) if re.fullmatch("[0-9]{1,4}", total) else 1
        data[f"{PREFIX}-TOTAL_FORMS"] = str(lines)
    return CostFormSet(data, prefix=PREFIX, form_kwargs={"quiet": quiet, "warn": not quiet})


def costs_of(lines: "forms.BaseFormSet[CostForm]") -> list[Cost]:
    """What the deed takes, of lines that were found valid."""
    filled = (line.cleaned_data for line in lines if line.has_changed())
    return [Cost(line["label"], line["pence"], line["source"]) for line in filled]


def sums(data: QueryDict) -> dict[str, int]:
    """Pence by source of the lines that can be read so far, for the sum beside the form."""
    totals = dict.fromkeys(SOURCES, 0)
    for line in typed_lines(data):
        line.is_valid()
        given = getattr(line, "cleaned_data", {})
        if given.get("pence") and given.get("source"):
            totals[given["source"]] += given["pence"]
    return totals


class _InItsUnit(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of what is measured, each with the unit that its figures are in."""

    def label_from_instance(self, obj: Any) -> str:
        indicator = obj.indicator if isinstance(obj, Kind) else obj
        return f"{obj.name}, in {indicator.unit}"


class _Baseline(forms.Form):
    """How things are before the start: a figure, where it is from, and the day."""

    baseline = forms.DecimalField(
        label="How is it now?",
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        help_text="A number.",
        widget=forms.TextInput({"inputmode": "decimal"}),
    )
    baseline_source = LineField(
        label="Where is that figure from?",
        max_length=200,
        help_text="For example: counted on three mornings, or the council’s figures.",
    )
    baseline_on = DayField(
        label="On which day was it like that?", help_text="The last day, if it took longer."
    )


class BaselineForm(Careful, _Baseline):
    """The baseline alone, of an idea that was handed in without it."""

    careful = ("baseline_source",)
    field_order = ("baseline", "baseline_source", "baseline_on", "may_stay")


class DevelopForm(ConsentMixin, Careful, _Baseline, Quiet):
    """All that is worked out beside the costs. Anything may be open until it is handed in."""

    careful = ("deliverer", "parent_organisation", "baseline_source")

    who_delivers = forms.ChoiceField(
        label="Who does the work?",
        choices=list(DELIVERERS.items()),
        required=False,
        widget=HintedRadios(hints=_HINTS),
    )
    deliverer = LineField(
        label="Name of the group or charity",
        max_length=150,
        required=False,
        help_text="If a group or charity does it.",
    )
    parent_organisation = LineField(
        label="Organisation that holds the money for you",
        max_length=150,
        required=False,
        help_text="If you have no bank account of your own as a group.",
    )
    kind = _InItsUnit(
        Kind.objects.select_related("indicator"),
        label="What kind of project is it?",
        required=False,
        empty_label="Choose one",
    )
    indicator = _InItsUnit(
        Indicator.objects.order_by("number"),
        label="Measure something else",
        required=False,
        empty_label="The usual one for this kind",
    )
    target = forms.DecimalField(
        label="What do you hope to reach?",
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput({"inputmode": "decimal"}),
    )
    due = DayField(label="When will it be measured?", required=False)

    field_order = (
        "who_delivers",
        "deliverer",
        "parent_organisation",
        "kind",
        "indicator",
        *BASELINE,
        "target",
        "due",
        "may_stay",
        "consent",
    )

    def __init__(
        self, *args: Any, limits: Limits, measured_by: Indicator | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        above = limits.baseline_from_pence
        for name in BASELINE:
            self.fields[name].required = False
        for name, hint in hints(limits, measured_by).items():
            self.fields[name].help_text = hint
        for name in NEEDED_LATER if above is None else (*NEEDED_LATER, *BASELINE):
            # Empty is fine for now, but the page does not call it optional.
            setattr(self.fields[name], "needed_later", True)  # noqa: B010

    def work(self) -> Work:
        """What the deed takes, of a form that was found valid."""
        given = self.cleaned_data
        return Work(
            kind=given["kind"],
            indicator=given["indicator"],
            who_delivers=given["who_delivers"],
            deliverer=given["deliverer"],
            parent_organisation=given["parent_organisation"],
            baseline=given["baseline"],
            baseline_source=given["baseline_source"],
            baseline_on=given["baseline_on"],
            target=given["target"],
            due=given["due"],
        )


def hints(limits: Limits, measured_by: Indicator | None) -> dict[str, str]:
    """What stands at the boxes for figures: in which unit they are, once that is known."""
    number = f"A number, in {measured_by.unit}" if measured_by else "A number"
    unknown = "" if measured_by else " The kind of project says in what."
    return {
        "target": f"{number}.{unknown}",
        "baseline": f"{number}, if you know it.{_needed_from(limits.baseline_from_pence)}",
    }


def _needed_from(above: int | None) -> str:
    if above is None:
        return ""
    return (
        f" A project that asks for more than {pounds(above)} has to say"
        " this, where the figure is from, and the day."
    )


def as_worked_out(proposal: Proposal) -> dict[str, Any]:
    """Initial values: what is kept. The usual indicator of a kind stands as an empty choice."""
    names = (
        "kind",
        "who_delivers",
        "deliverer",
        "parent_organisation",
        *BASELINE,
        "target",
        "due",
    )
    usual = proposal.kind.indicator_id if proposal.kind else None
    own = proposal.indicator_id if proposal.indicator_id != usual else None
    return {**{name: getattr(proposal, name) for name in names}, "indicator": own}


class HandInForm(forms.Form):
    """Nothing to fill in: the page shows what will be handed in."""
