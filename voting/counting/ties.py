"""The published tie order: a total order over the projects, known before voting opens."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from voting.counting.ballots import Project
from voting.counting.options import TieKey
from voting.counting.rules import Rules

Position = tuple[int | str, ...]


def tie_position(project: Project, votes: int, rules: Rules) -> Position:
    """What to sort by: the smaller goes first. No two projects of an election are equal."""
    values: dict[TieKey, Callable[[], int | str]] = {
        TieKey.COST: lambda: project.cost,
        TieKey.VOTES: lambda: -votes,
        TieKey.ID: lambda: project.id,
        TieKey.NUMBER: lambda: project.number,
        TieKey.LOT: lambda: lot(rules.lot_seed, project.id),
    }
    return tuple(values[key]() for key in rules.ties)


def lot(seed: str, project_id: str) -> str:
    """A project's place in the lot: the smaller text goes first.

    SHA-256, in hexadecimal, of `pb-lot/v1`, the seed and the id, with line feeds between them. Who
    knows the seed can draw the lot again; nobody can choose an id for its place before it is known.
    """
    return hashlib.sha256(f"pb-lot/v1\n{seed}\n{project_id}".encode()).hexdigest()


def deciding_key(one: Position, other: Position, ties: Sequence[TieKey]) -> TieKey:
    """The first key in which two tie positions differ."""
    pairs = zip(ties, one, other, strict=True)
    return next(key for key, mine, theirs in pairs if mine != theirs)
