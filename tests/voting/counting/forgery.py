"""Published results, and ways to lie in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.voting.counting.elections import packed
from tests.voting.counting.generated import small_election, some_rules
from voting.counting import Ballots, CannotCount, Rules, count

Path = tuple[str | int, ...]
ODD: tuple[Any, ...] = (None, True, False, 0, 1, -1, 2, 0.5, "", "0", "1/2", "x", [], {}, "picked")


def published(ballots: Ballots, rules: Rules) -> dict[str, Any]:
    """A result as it is published."""
    found = json.loads(json.dumps(count(ballots, rules).to_data()))
    assert isinstance(found, dict)
    return found


def any_result(random: Random) -> tuple[Ballots, Rules, dict[str, Any]] | None:
    """A small election, rules over every option, and the result; None where there is none."""
    election = small_election(random)
    rules = some_rules(random, election)
    ballots = packed(election)
    try:
        return ballots, rules, published(ballots, rules)
    except CannotCount:
        return None


def mutated(random: Random, result: dict[str, Any]) -> tuple[Path, dict[str, Any]] | None:
    """The result with one value changed, and where; None when it is the same as before."""
    path = random.choice(list(_paths(result)))
    forged = json.loads(json.dumps(result))
    place = forged
    for key in path[:-1]:
        place = place[key]
    _change(random, place, path[-1])
    return None if json.dumps(forged) == json.dumps(result) else (path, forged)


def not_checked(path: Path) -> bool:
    """The only claim that can't be shown without counting again, as docs/counting.md says."""
    return path[-1] == "next_cost"


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from _paths(value[key], (*path, key))


def _change(random: Random, place: Any, key: Any) -> None:
    old = place[key]
    choice = random.random()
    if choice < 0.1:
        del place[key]
    elif choice < 0.3 and isinstance(old, list) and old:
        old[:] = random.choice((old[1:], [*old, old[0]], old[::-1], old[1:] + old[:1]))
    elif choice < 0.4 and isinstance(old, dict):
        old["more"] = 1
    elif choice < 0.7 and isinstance(old, int):
        place[key] = random.choice((old + 1, old - 1, old * 2, -old, float(old), str(old)))
    elif choice < 0.7 and isinstance(old, str):
        place[key] = random.choice((f"{old}0", f" {old}", old.upper(), old[1:], f"{old}/2"))
    else:
        place[key] = random.choice((*ODD, *_like(place, old)))


def _like(place: Any, old: Any) -> list[Any]:
    """Other values of the same kind that stand near."""
    near = place.values() if isinstance(place, dict) else place
    return [value for value in near if type(value) is type(old)]
