"""The published tie order: a total order over the projects, known before voting opens."""

from __future__ import annotations

from collections.abc import Sequence

from voting.counting.ballots import Project
from voting.counting.rules import TieKey


def tie_position(project: Project, votes: int, ties: Sequence[TieKey]) -> tuple[int | str, ...]:
    """What to sort by: the smaller goes first. No two projects of an election are equal."""
    values: dict[TieKey, int | str] = {
        TieKey.COST: project.cost,
        TieKey.VOTES: -votes,
        TieKey.ID: project.id,
        TieKey.NUMBER: project.number,
    }
    return tuple(values[key] for key in ties)


def deciding_key(
    one: tuple[int | str, ...], other: tuple[int | str, ...], ties: Sequence[TieKey]
) -> TieKey:
    """The first key in which two tie positions differ."""
    pairs = zip(ties, one, other, strict=True)
    return next(key for key, mine, theirs in pairs if mine != theirs)
