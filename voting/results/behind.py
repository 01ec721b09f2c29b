"""How far the money went for an idea that was not picked: one small bar."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from voting.counting.money import Money


@dataclass(frozen=True)
class Behind:
    """`there` and `cost` in whole minor units; `lacked` is the rest. `shares` says whether that was
    the shares of the people who chose it, or what was left of the pot.
    """

    there: int
    cost: int
    shares: bool
    money: Money

    @property
    def had(self) -> str:
        """ "£63,780 of shares behind it"."""
        return f"{self.money(self.there)} {'of shares behind it' if self.shares else 'was left'}"

    @property
    def lacked(self) -> str:
        """ "£8,120 too little"."""
        return f"{self.money(self.cost - self.there)} too little"


def behind(outcome: Mapping[str, Any], money: Money, *, whole: bool, staged: bool) -> Behind | None:
    """Of an idea that lost for want of money; None for any other. Not `whole`: of few ballots, only
    what the votes of every idea give, which is less where a count is `staged`.
    """
    if outcome["verdict"] not in ("not-reached", "did-not-fit"):
        return None
    loss = outcome.get("loss")
    if loss is None:
        return Behind(outcome["balance_before"], outcome["cost"], False, money)
    if not whole and (loss["after"] or staged):
        return None
    return Behind(floor(Fraction(loss["left"])), outcome["cost"], True, money)
