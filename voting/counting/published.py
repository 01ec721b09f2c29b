"""Published ballots, and the fingerprints that certificates name.

A published ballot is `(T, [[number, value], …])`: T is 64 lower-case hexadecimal digits, number is
the project's ballot number from 1, and value is 1 on approval ballots, the points or score given,
or the place in a ranking.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from voting.counting.ballots import Ballots, BallotsError, Builder, Format, Project
from voting.counting.rules import Rules

Row = tuple[str, Sequence[Sequence[int]]]


def from_published(
    rows: Iterable[Row],
    *,
    projects: Sequence[Project],
    budget: int,
    format: Format = Format.APPROVAL,
    currency: str = "GBP",
    minor_digits: int = 2,
    max_length: int | None = None,
) -> Ballots:
    """An election from its published ballots. Budget in minor units.

    Raises `BallotsError` for a ballot number that is not in the vote.
    """
    builder = Builder(
        projects,
        budget=budget,
        format=format,
        currency=currency,
        minor_digits=minor_digits,
        max_length=max_length,
    )
    position = {project.number: index for index, project in enumerate(projects)}
    for _, marks in rows:
        if not position.keys() >= {number for number, _ in marks}:
            raise BallotsError("a published ballot names a number that is not in this vote")
        choices = [position[number] for number, _ in marks]
        valued = format is not Format.APPROVAL
        builder.add(choices, [points for _, points in marks] if valued else None)
    return builder.build()


def ballots_digest(rows: Iterable[Row]) -> str:
    """SHA-256, in hexadecimal, of the published ballots.

    The bytes: `pb-ballots/v1` and a line feed, then per ballot, sorted by T, its JSON without
    spaces, such as `["00ab…",[[1,1],[4,1]]]`, marks sorted by number, and a line feed.
    """
    digest = hashlib.sha256(b"pb-ballots/v1\n")
    for tracker, marks in sorted(rows, key=lambda row: row[0]):
        line = [tracker, sorted([number, points] for number, points in marks)]
        digest.update(json.dumps(line, separators=(",", ":")).encode() + b"\n")
    return digest.hexdigest()


def rules_digest(rules: Rules) -> str:
    """SHA-256, in hexadecimal, of the rules.

    The bytes: `pb-rules/v1` and a line feed, then the manifest as JSON with sorted keys and
    without spaces (RFC 8785: it holds only ASCII text and whole numbers).
    """
    manifest = json.dumps(rules.to_manifest(), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"pb-rules/v1\n" + manifest.encode()).hexdigest()
