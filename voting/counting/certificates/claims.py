"""Reading a published result that may be forged or broken: every value is a claim to be checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Record = dict[str, Json]

_FRACTION = re.compile(r"(0|[1-9]\d{0,3999})(/[1-9]\d{0,3999})?", re.ASCII)
_LONGEST_SHOWN = 60
_WORDS = {
    "number": "the number",
    "cost": "the cost",
    "verdict": "the verdict",
    "votes": "the number of votes",
    "score": "the score",
    "place": "the place",
    "turn": "the turn",
    "balance_before": "the money before its turn",
    "balance_after": "the money after its turn",
    "shortfall": "what it lacked at its turn",
    "stopped_by": "the project that ended the count",
    "blocked_by": "the project that stands against it",
    "part": "the part that it gets",
    "voters": "the number of voters",
    "start": "the share at the start",
    "raised": "how often the share was raised",
    "share": "the share",
    "stop": "the reason why shares were not raised further",
    "next_cost": "what the next step would have cost",
    "price": "the price",
    "each": "the most that anybody paid",
    "full": "the number of people who paid in full",
    "full_paid": "what those who paid in full paid together",
    "short": "the number of people who paid all they had",
    "short_paid": "what those who paid all they had paid together",
    "before": "what its supporters had before",
    "supporters": "the number of its supporters",
    "after": "the step after which its supporters had too little",
    "began": "what its supporters began with",
    "left": "what its supporters had left",
    "lacked": "what it lacked",
    "went_to": "where its supporters' money went",
    "ties": "the list of its equals",
    "key": "what puts equals in order",
    "ahead": "who goes first of two equals",
    "budget": "the budget",
    "spent": "the money spent",
    "funded": "the list of picked projects",
    "more_with_shares": "how many people have more winners by equal shares",
    "more_with_greedy": "how many people have more winners by most votes",
    "stands": "the rule that stands",
    "other": "the list of the result that does not stand",
    "v": "the version of the format",
    "blank": "the number of blank ballots",
    "served": "the number of people who get something they chose",
    "rules_sha256": "the digest of the rules",
}


class Fault(Exception):
    """A claim that is false or can't be read, as one sentence; what rests on it is not checked."""


def plain(published: Mapping[str, object]) -> Record:
    """The result as JSON holds it. Raises `Fault` for anything that JSON can't hold."""
    try:
        data: Json = json.loads(json.dumps(published, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise Fault("The result is not plain JSON.") from error
    if not isinstance(data, dict):
        raise Fault("The result is not a JSON object.")
    return data


def shown(value: Json) -> str:
    """A value as it is written in the result, the middle of a long one left out."""
    text = json.dumps(value)
    if len(text) <= _LONGEST_SHOWN:
        return text
    half = _LONGEST_SHOWN // 2
    return f"{text[:half]}…{text[-half:]}"


def value(record: Record, key: str, where: str) -> Json:
    """The value of this key. Raises `Fault` when there is none."""
    if key not in record:
        raise Fault(f"{where}: {_words(key)} is missing.")
    return record[key]


def record(found: Json, where: str) -> Record:
    """A JSON object. Raises `Fault` for anything else."""
    if not isinstance(found, dict):
        raise Fault(f"{where} is {shown(found)} and not a JSON object.")
    return found


def records(found: Json, where: str) -> list[Record]:
    """A list of JSON objects. Raises `Fault` for anything else."""
    if not isinstance(found, list):
        raise Fault(f"{where} is {shown(found)} and not a list.")
    return [record(one, f"{where}, entry {at}") for at, one in enumerate(found, 1)]


def text(found: Json, where: str) -> str:
    """Text. Raises `Fault` for anything else."""
    if not isinstance(found, str):
        raise Fault(f"{where} is {shown(found)} and not text.")
    return found


def whole(found: Json, where: str) -> int:
    """A whole number, 0 or more. Raises `Fault` for anything else."""
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        raise Fault(f"{where} is {shown(found)} and not a whole number.")
    return found


def fraction(found: Json, where: str) -> Fraction:
    """An exact number such as "1000/7", 0 or more, in lowest terms. Raises `Fault` otherwise."""
    words = text(found, where)
    if _FRACTION.fullmatch(words):
        exact = Fraction(words)
        if str(exact) == words:
            return exact
    raise Fault(f"{where} is {shown(words)} and not an exact number in lowest terms.")


def differences(published: Json, expected: Json, where: str, what: str = "it") -> Iterator[str]:
    """One sentence for each value that is not what the ballots and the rules give."""
    if isinstance(published, dict) and isinstance(expected, dict):
        yield from _of_records(published, expected, where)
    elif isinstance(published, list) and isinstance(expected, list):
        yield from _of_lists(published, expected, where, what)
    elif type(published) is not type(expected) or published != expected:
        yield (
            f"{where}: {what} is {shown(published)} in the result, "
            f"and {shown(expected)} by the ballots and the rules."
        )


def _of_records(published: Record, expected: Record, where: str) -> Iterator[str]:
    for key in sorted({*published, *expected}):
        if key not in published:
            yield f"{where}: {_words(key)} is missing."
        elif key not in expected:
            yield f"{where}: {_words(key)} is in the result and does not belong there."
        else:
            yield from differences(published[key], expected[key], where, _words(key))


def _of_lists(
    published: Sequence[Json], expected: Sequence[Json], where: str, what: str
) -> Iterator[str]:
    if len(published) != len(expected):
        yield (
            f"{where}: {what} has {len(published):,} entries in the result, "
            f"and {len(expected):,} by the ballots and the rules."
        )
        return
    for at, (mine, theirs) in enumerate(zip(published, expected, strict=True), 1):
        yield from differences(mine, theirs, where, f"{what}, entry {at}")


def _words(key: str) -> str:
    return _WORDS.get(key, shown(key))
