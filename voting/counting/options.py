"""The choices that rules are made of. docs/counting.md says exactly what each does."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """Greedy: most votes first, as far as the money goes. Equal shares: every voter has the same
    share of the money, and a project is bought by those who voted for it.
    """

    GREEDY = "greedy"
    EQUAL_SHARES = "equal-shares"


class Misfit(StrEnum):
    """What happens at a project that costs more than what is left: pass over it, or end there."""

    SKIP = "skip"
    STOP = "stop"


class TieKey(StrEnum):
    """What settles equal votes.

    Lower cost, more votes, smaller id as text (code point by code point, so "10" comes before
    "9"), lower ballot number, or the earlier in a lot drawn from `lot_seed`, goes first.
    """

    COST = "cost"
    VOTES = "votes"
    ID = "id"
    NUMBER = "number"
    LOT = "lot"


class Score(StrEnum):
    """What greedy and the greedy fill rank by: people, or the points they gave (on approval ballots
    the same; on rankings by the points table).
    """

    VOTES = "votes"
    POINTS = "points"


class Utility(StrEnum):
    """What a voter gets from a winner they chose: its cost, one each, or the points they gave."""

    COST = "cost"
    CARDINALITY = "cardinality"
    POINTS = "points"


class Completion(StrEnum):
    """What is done with money that the rule leaves: nothing; raise everybody's share step by step
    (Add1); go on by most votes; or both, one after the other.
    """

    NONE = "none"
    ADD1 = "add1"
    ADD1_GREEDY = "add1+greedy"
    GREEDY = "greedy"

    @property
    def raises(self) -> bool:
        """Whether shares are raised."""
        return self in (Completion.ADD1, Completion.ADD1_GREEDY)

    @property
    def fills(self) -> bool:
        """Whether what is left is spent by most votes."""
        return self in (Completion.ADD1_GREEDY, Completion.GREEDY)


class Start(StrEnum):
    """Where Add1 begins: the budget over the voters exactly, or that rounded down to whole
    steps.
    """

    EXACT = "exact"
    WHOLE_STEPS = "whole-steps"


class Scope(StrEnum):
    """Which projects could still be afforded, for the exhaustive stop: those that can win, or
    all.
    """

    SUPPORTED = "supported"
    ALL = "all"


class ZeroCost(StrEnum):
    """A project that costs nothing takes its turn as any other and always fits, or never wins."""

    AS_ANY_OTHER = "as-any-other"
    NEVER = "never"


class Blank(StrEnum):
    """Whether ballots that name no project are among the voters that a rule divides by."""

    LEFT_OUT = "left-out"
    COUNTED = "counted"
