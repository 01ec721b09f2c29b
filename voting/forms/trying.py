"""What people choose when they try another rule on the ballots of a counted round."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from kit.fields import HintedRadios, WholeNumberField
from voting import terms
from voting.counting import Completion, Misfit, Rule, Rules, Score, Utility
from voting.forms.keeping import KeepsMoney, can_ask, typed
from voting.results import Results
from voting.trying import another_rule

MOST_VOTES = {"rule": Rule.GREEDY.value}
EQUAL_SHARES = {"rule": Rule.EQUAL_SHARES.value, "left": Completion.ADD1_GREEDY.value}
MOST_STEP = 10_000
_AMOUNT = re.compile(
    r"(?P<whole>\d{1,3}(?:[, ]\d{3}){0,5}|\d{1,16})(?:\.(?P<part>\d{1,6}))?", re.ASCII
)
_RULES = {
    Rule.GREEDY.value: "Most votes that fit",
    Rule.EQUAL_SHARES.value: "Equal shares",
}
_HINTS = {
    Rule.GREEDY.value: "The idea with most votes first, then the next, while the money lasts.",
    Rule.EQUAL_SHARES.value: "Every voter has the same share of the pot, and an idea is bought by"
    " the people who chose it.",
}
_LEFT = {
    Completion.NONE.value: "It stays in the pot",
    Completion.ADD1.value: "Everybody’s share grows, step by step",
    Completion.ADD1_GREEDY.value: "Shares grow, then most votes that fit",
    Completion.GREEDY.value: "Most votes that fit",
}
_USES = {
    Utility.COST.value: "As much as it costs",
    Utility.CARDINALITY.value: "Each idea the same",
    Utility.POINTS.value: "The points they gave it",
}
_MISFITS = {
    Misfit.SKIP.value: "It is passed over, and the next is tried",
    Misfit.STOP.value: "The count ends there",
}


class AmountField(forms.CharField):
    """Money in the round's own currency; cleans to minor units, of which `digits` decimals make
    one whole unit.
    """

    def __init__(self, *, label: str, sign: str = "", digits: int = 2, most: int = 0) -> None:
        box = forms.TextInput({"class": "govuk-input--width-10", "inputmode": "decimal"})
        super().__init__(label=label, max_length=30, required=False, widget=box)
        self.sign, self.digits, self.most = sign, digits, most

    def clean(self, value: object) -> Any:
        """Minor units, or None for an empty box."""
        typed = str(super().clean(value)).removeprefix(self.sign.strip()).strip()
        if not typed:
            return None
        found = _AMOUNT.fullmatch(typed)
        if found is None or len(found["part"] or "") > self.digits:
            raise ValidationError(f"Write an amount, like {self.sign}1,250")
        whole = int(re.sub("[, ]", "", found["whole"])) * 10**self.digits
        minor = whole + int((found["part"] or "").ljust(self.digits, "0") or 0)
        if not 0 < minor <= self.most:
            most = self.most // 10**self.digits
            raise ValidationError(f"Write an amount from {self.sign}1 to {self.sign}{most:,}")
        return minor


def _choice(label: str, names: Mapping[str, str], **rest: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(names.items()),
        error_messages={"invalid_choice": "Choose one of these"},
        **rest,
    )


def _number(label: str, least: int, most: int, hint: str = "") -> WholeNumberField:
    wrong = f"Write a whole number from {least} to {most:,}"
    return WholeNumberField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        widget=forms.NumberInput({"class": "govuk-input--width-5"}),
    )


class TryForm(KeepsMoney):
    """A rule to try. It is always filled: what an address leaves out is as usual."""

    rule = _choice("Which rule?", _RULES, widget=HintedRadios(hints=_HINTS))
    left = _choice("Equal shares: what happens with money that is left?", _LEFT)
    budget = AmountField(label="How much money?")
    utility = _choice("Equal shares: how much is an idea worth to those who chose it?", _USES)
    step = _number("Equal shares: by how much do shares grow at a time?", 1, MOST_STEP)
    comparison = forms.BooleanField(
        label="Equal shares: keep most votes where more people get more by it", required=False
    )
    misfit = _choice("Most votes: what if an idea costs more than what is left?", _MISFITS)
    min_votes = _number("How many votes does an idea need, at least?", 1, 10**6)
    part = _number(
        "Part-fund the next idea, if what is left is at least this per cent of its cost",
        0,
        99,
        "0 is never.",
    )

    MORE = ("utility", "step", "comparison", "misfit", "min_votes", "part")

    def __init__(self, given: Mapping[str, str], *, found: Results) -> None:
        """`given` are the words of an address; other names in it are left alone."""
        self.own = another_rule.published_rules(found)
        self.pot = int(found.data["budget"])
        self.usual = {**self._usual(found), **typed(self.own)}
        super().__init__({**self.usual, **{k: given[k] for k in self.usual if k in given}})
        self._fit(found)

    def _usual(self, found: Results) -> dict[str, Any]:
        """The other rule than the round's own, and everything else as the round has it."""
        greedy = self.own.rule is Rule.GREEDY
        chosen = EQUAL_SHARES if greedy else {**EQUAL_SHARES, **MOST_VOTES}
        return {
            **chosen,
            "budget": found.budget,
            "utility": self.own.utility.value,
            "step": "1",
            "comparison": "",
            "misfit": self.own.misfit.value,
            "min_votes": str(self.own.min_votes),
            "part": str(self.own.part_funding),
        }

    def _fit(self, found: Results) -> None:
        """Words and limits of this vote: its currency, and points only where ballots give them."""
        budget = cast("AmountField", self.fields["budget"])
        budget.sign, budget.digits = (
            found.money(0).removesuffix("0"),
            terms.minor_digits(found.round),
        )
        budget.most = another_rule.most_budget(found)
        budget.help_text = f"The round had {found.budget}. You can try with up to twice as much."
        self.unit = 10**budget.digits
        unit = "pounds" if found.round.currency == "GBP" else found.round.currency
        self.fields["step"].help_text = f"In whole {unit}."
        if not another_rule.by_points(found):
            uses = [(key, name) for key, name in _USES.items() if key != Utility.POINTS]
            cast("forms.ChoiceField", self.fields["utility"]).choices = uses
        if can_ask(self.own):
            themes = {row.line.theme for row in found.lines}
            self.ask_for(themes | {stage.name for stage in self.own.stages})

    @property
    def more_open(self) -> bool:
        """Whether something under "More choices" is not as usual, or wrong."""
        more = [*self.MORE, *self.keeping]
        return any(self.errors.get(n) or self.data.get(n) != self.usual[n] for n in more)

    @property
    def first(self) -> list[forms.BoundField]:
        """The choices that everybody sees."""
        more = [*self.MORE, *self.keeping]
        return [field for field in self if field.name not in more]

    @property
    def more(self) -> list[forms.BoundField]:
        """The others."""
        return [self[name] for name in (*self.MORE, *self.keeping)]

    @property
    def money(self) -> int:
        """The pot to try with, in minor units; the round's own where none is typed."""
        return self.cleaned_data["budget"] or self.pot

    def rules(self) -> Rules:
        """The rules that were chosen; ties, blank ballots and what costs nothing as the round has
        them.
        """
        facts = self.cleaned_data
        own = self.own
        plain = Rules(
            misfit=Misfit(facts["misfit"]),
            min_votes=facts["min_votes"],
            part_funding=facts["part"],
            ties=own.ties,
            lot_seed=own.lot_seed,
            zero_cost=own.zero_cost,
            blank=own.blank,
            score=own.score if own.rule is Rule.GREEDY else Score.POINTS,
            points_table=own.points_table,
            stages=self.stages() if self.keeping else own.stages,
        )
        return plain if facts["rule"] == Rule.GREEDY else self._shares(plain)

    def _shares(self, plain: Rules) -> Rules:
        facts, utility = self.cleaned_data, Utility(self.cleaned_data["utility"])
        own = self.own if self.own.rule is Rule.EQUAL_SHARES else None
        return replace(
            plain,
            rule=Rule.EQUAL_SHARES,
            utility=utility,
            completion=Completion(facts["left"]),
            score=Score.POINTS if utility is Utility.POINTS else Score.VOTES,
            add1_step=facts["step"] * self.unit,
            add1_start=own.add1_start if own else plain.add1_start,
            add1_exhaustive=own.add1_exhaustive if own else True,
            add1_scope=own.add1_scope if own else plain.add1_scope,
            comparison=facts["comparison"],
        )
