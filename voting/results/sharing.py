"""How the pot was shared out, step by step, from the stored count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from voting.counting.explain.rounding import adding_up
from voting.counting.explain.words import each, many, together
from voting.counting.money import Money

Told = Mapping[str, Any]


@dataclass(frozen=True)
class SharingRow:
    """A line of a small chart: `value` is drawn, `shown` is written."""

    label: str
    value: int
    shown: str
    tone: str = "green"


@dataclass(frozen=True)
class Chart:
    """A bar chart that is its own table; `most` is the length of a whole bar."""

    title: str
    most: int
    rows: list[SharingRow]


@dataclass(frozen=True)
class Payments:
    """Who put in what from their shares; whole minor units that add up to the cost. `full_each` is
    what those paid who had enough, in words.
    """

    full: int
    full_each: str
    full_paid: int
    short: int
    short_paid: int
    short_shown: str

    @property
    def full_people(self) -> str:
        """ "1,204 people"."""
        return many(self.full, "person", "people")

    @property
    def short_people(self) -> str:
        """ "47 people"."""
        return many(self.short, "person", "people")


@dataclass(frozen=True)
class SharingStep:
    """One idea that was picked, in the order in which the count took it.

    `before` and `after` are minor units of what this step drew on: all shares together where it
    `from_shares`, else the pot; `pot_after` is what the pot had left. `kept_for` names the group
    whose money it was, if any.
    """

    number: int
    name: str
    line_number: int
    cost: int
    before: int
    after: int
    pot_after: int
    from_shares: bool
    kept_for: str
    payments: Payments | None
    money: Money

    @property
    def price(self) -> str:
        """What it costs, in words."""
        return self.money(self.cost)

    @property
    def left(self) -> str:
        """What was left of the pot after it, in words."""
        return self.money(self.pot_after)

    @property
    def paid(self) -> Chart | None:
        """What people put in, where it was bought from shares and may be told."""
        found = self.payments
        if found is None or not self.cost:
            return None
        rows = [
            SharingRow(
                f"{found.full_people} put in {found.full_each}",
                found.full_paid,
                self.money(found.full_paid),
            )
        ]
        if found.short:
            short = f"{found.short_people} had less left and put in all of it"
            rows.append(SharingRow(short, found.short_paid, found.short_shown, "safer"))
        return Chart("What people put in", self.cost, rows)

    @property
    def balance(self) -> Chart:
        """What was left before and after it."""
        what = "of all shares together" if self.from_shares else "of the pot"
        rows = [
            SharingRow("Before this step", self.before, self.money(self.before), "leaf"),
            SharingRow("After it", self.after, self.money(self.after), "leaf"),
        ]
        return Chart(f"What was left {what}", max(self.before, 1), rows)


def steps(facts: Told, names: Mapping[str, str], money: Money, *, whole: bool) -> list[SharingStep]:
    """Every picked idea in order; `names` by the count's id. Not `whole`: of few ballots, without
    who put in what.
    """
    outcomes = {outcome["id"]: outcome for outcome in facts["outcomes"]}
    found: list[SharingStep] = []
    pot = facts["budget"]
    by_shares = whole or not staged(facts)
    for id, before, stage, shares in _balances(facts, outcomes, by_shares):
        outcome = outcomes[id]
        step = outcome.get("step") if shares else None
        pot -= outcome["cost"]
        found.append(
            SharingStep(
                number=len(found) + 1,
                name=names[id],
                line_number=outcome["number"],
                cost=outcome["cost"],
                before=before,
                after=before - outcome["cost"],
                pot_after=pot,
                from_shares=shares,
                kept_for=stage,
                payments=_payments(step, outcome["cost"], money) if step and whole else None,
                money=money,
            )
        )
    return found


def staged(facts: Told) -> bool:
    """Whether money was kept first for a theme or an area."""
    return len(facts.get("runs") or ()) > 1


def _balances(
    facts: Told, outcomes: Mapping[str, Told], by_shares: bool
) -> Iterator[tuple[str, int, str, bool]]:
    """Id, what it drew on before it, the group that money was kept for, and whether from shares.

    Without `by_shares` all is told of the pot alone: all shares of a stage together say how many
    people chose one of its ideas.
    """
    pot = facts["budget"]
    whole_count = {"stage": None, "funded": facts["funded"], "shares": None}
    for run in facts.get("runs") or [whole_count]:
        shares = run["shares"]
        purse = floor(Fraction(shares["share"]) * shares["voters"]) if shares else 0
        stage = _group(run["stage"])
        for id in run["funded"]:
            bought = by_shares and shares is not None and "step" in outcomes[id]
            yield id, (purse if bought else pot), stage, bought
            pot -= outcomes[id]["cost"]
            purse -= outcomes[id]["cost"]


def _group(stage: str | None) -> str:
    """ "Greener streets" of "theme:Greener streets=30%"."""
    return stage.partition(":")[2].rpartition("=")[0] if stage else ""


def _payments(step: Told, cost: int, money: Money) -> Payments:
    one, exact = Fraction(step["each"]), Fraction(step["short_paid"])
    full, short = adding_up([Fraction(step["full_paid"]), exact], cost)
    points = Fraction(step["full_paid"]) / one if one else 0
    unit = "each" if points == step["full"] else "for each point"
    return Payments(
        full=step["full"],
        full_each=f"{each(one, money)} {unit}" if step["full"] > 1 or points > 1 else money(full),
        full_paid=full,
        short=step["short"],
        short_paid=short,
        short_shown=together(short, exact, money),
    )
