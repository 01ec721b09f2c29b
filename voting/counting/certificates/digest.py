"""Fingerprints of an election and of a result, over bytes that anybody can write again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping

from voting.counting.ballots import Ballots


def election_digest(ballots: Ballots) -> str:
    """SHA-256, in hexadecimal, of an election: its money, projects and ballots.

    The bytes are lines of canonical JSON (sorted keys, no spaces, UTF-8), each ended by a line
    feed; docs/counting.md shows them. Neither the order of the ballots nor that of the projects
    matters, nor what projects are called.
    """
    digest = hashlib.sha256(b"pb-election/v1\n")
    for line in (*_head(ballots), *_projects(ballots)):
        digest.update(canonical(line) + b"\n")
    for cast in sorted(_cast(ballots)):
        digest.update(cast + b"\n")
    return digest.hexdigest()


def result_digest(ballots: Ballots, published: Mapping[str, object]) -> str:
    """SHA-256, in hexadecimal, of a published result and of everything that it rests on.

    The bytes: `pb-result/v1`, the digest of the rules (as `rules_digest`), the digest of the
    election, and the canonical JSON of the result, each ended by a line feed. `published` is
    `Result.to_data()`, or that with all that is told beside it. Raises `ValueError` or
    `TypeError` for what is not plain JSON.
    """
    rules = hashlib.sha256(b"pb-rules/v1\n" + canonical(published.get("rules"))).hexdigest()
    lines = (b"pb-result/v1", rules.encode(), election_digest(ballots).encode())
    return hashlib.sha256(b"\n".join((*lines, canonical(published), b""))).hexdigest()


def canonical(value: object) -> bytes:
    """JSON in the one form of RFC 8785, of text, whole numbers, truth, lists and objects."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def _head(ballots: Ballots) -> list[dict[str, object]]:
    pairs = {tuple(sorted(pair)) for pair in ballots.incompatible}
    return [
        {
            "budget": ballots.budget,
            "currency": ballots.currency,
            "format": ballots.format.value,
            "incompatible": sorted(pairs),
            "max_length": ballots.max_length,
            "minor_digits": ballots.minor_digits,
            "withdrawn": sorted(ballots.withdrawn),
        }
    ]


def _projects(ballots: Ballots) -> list[dict[str, object]]:
    return [
        {"area": p.area, "cost": p.cost, "id": p.id, "number": p.number, "theme": p.theme}
        for p in sorted(ballots.projects, key=lambda project: project.number)
    ]


def _cast(ballots: Ballots) -> list[bytes]:
    """A line per distinct ballot: its marks, by ballot number, and how many people cast it."""
    number = [project.number for project in ballots.projects]
    marks = list(
        zip((number[at] for at in ballots.choices.tolist()), ballots.values.tolist(), strict=True)
    )
    starts = ballots.starts.tolist()
    people: Counter[tuple[tuple[int, int], ...]] = Counter()
    for begin, end, weight in zip(starts, starts[1:], ballots.weights.tolist(), strict=False):
        people[tuple(sorted(marks[begin:end]))] += weight
    return [canonical([ballot, weight]) for ballot, weight in people.items()]
