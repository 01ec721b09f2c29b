"""Stage after stage: the rule and its completion, each with the stage's own projects and money."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from voting.counting.equal_shares.add1 import Raised, Wanted, add1, beginning
from voting.counting.equal_shares.market import Market, market
from voting.counting.equal_shares.sale import sell
from voting.counting.most_votes import Taken, take
from voting.counting.options import Rule, Scope, ZeroCost
from voting.counting.result import LineVerdict
from voting.counting.shares import Stop
from voting.counting.stages import Group, Stage
from voting.counting.tally import Tally


class CannotCount(ValueError):
    """These rules can't be applied to this election; the text says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Bazaar:
    """What equal shares did in a stage: what was on offer, and the last run."""

    market: Market
    raised: Raised


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """A finished stage. Projects by position, money in minor units.

    `picked` is in order of selection. `sold` is there under equal shares, `taken` says what became
    of those that had a turn by most votes. `steps_before` is how many purchases came in earlier
    stages.
    """

    stage: Stage | None
    budget: int
    picked: tuple[int, ...]
    taken: dict[int, Taken]
    sold: Bazaar | None
    steps_before: int

    @property
    def steps(self) -> int:
        """How many were bought from shares."""
        return len(self.sold.raised.sale.picks) if self.sold else 0


def run_stages(tally: Tally, rule: Rule) -> list[Done]:
    """Count by this rule and the options of the tally's rules. Raises `CannotCount`."""
    kept = [(stage, stage.money(tally.ballots.budget)) for stage in tally.rules.stages]
    if sum(money for _, money in kept) > tally.ballots.budget:
        raise CannotCount("the stages keep more money than there is")
    done: list[Done] = []
    picked: list[int] = []
    left = tally.ballots.budget
    for stage, money in [*kept, (None, None)]:
        among = [at for at in _group(tally, stage) if at not in picked]
        run = _run(tally, rule, stage, among, picked, left if money is None else money)
        done.append(_numbered(run, sum(before.steps for before in done)))
        picked.extend(run.picked)
        left -= tally.cost(run.picked)
    return done


def _group(tally: Tally, stage: Stage | None) -> Iterator[int]:
    for at, project in enumerate(tally.projects):
        if project.id in tally.ballots.withdrawn:
            continue
        name = project.theme if stage and stage.by is Group.THEME else project.area
        if stage is None or name == stage.name:
            yield at


def _run(
    tally: Tally,
    rule: Rule,
    stage: Stage | None,
    among: Collection[int],
    before: Sequence[int],
    money: int,
) -> Done:
    blocked = tally.blocked(before)
    bought: tuple[int, ...] = ()
    sold = None
    taken: dict[int, Taken] = {}
    if rule is Rule.EQUAL_SHARES:
        sold = _sold(tally, among, blocked, money)
        bought = sold.raised.sale.positions
    if rule is Rule.GREEDY or tally.rules.completion.fills:
        taken = take(tally, among, bought, blocked, money - tally.cost(bought))
    filled = (at for at, found in taken.items() if found.verdict is LineVerdict.PICKED)
    return Done(stage, money, (*bought, *filled), taken, sold, 0)


def _numbered(done: Done, steps_before: int) -> Done:
    return Done(done.stage, done.budget, done.picked, done.taken, done.sold, steps_before)


def _sold(tally: Tally, among: Collection[int], blocked: Collection[int], money: int) -> Bazaar:
    offer = market(tally, among, blocked, money)
    start = beginning(offer, tally.rules)
    sale = sell(offer, start)
    if sale.cost > money:
        raise CannotCount("with an endowment that large, what is picked costs more than the budget")
    if not tally.rules.completion.raises:
        return Bazaar(offer, Raised(sale, start, 0, Stop.NOT_RAISED))
    return Bazaar(offer, add1(offer, tally.rules, start, _wanted(tally, offer, among, blocked)))


def _wanted(
    tally: Tally, offer: Market, among: Collection[int], blocked: Collection[int]
) -> Wanted:
    cost = [project.cost for project in tally.projects]
    supported = frozenset(offer.lots)
    free_can_win = tally.rules.zero_cost is not ZeroCost.NEVER
    if tally.rules.add1_scope is Scope.SUPPORTED:
        scope = supported
    else:
        scope = frozenset(at for at in among if at not in blocked and (cost[at] or free_can_win))
    return Wanted(supported, {at: cost[at] for at in scope})
