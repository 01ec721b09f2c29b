"""Check a published result from the command line, against the ballots that were published."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from voting.counting.ballots import Ballots
from voting.counting.certificates import certify, result_digest
from voting.counting.pabulib import FACTS, CannotRead, PabulibFile, read, read_with_facts
from voting.counting.rules import Rules

BAD_FILE = 2


def check(options: Namespace) -> int:
    """Check the result in `options.check` against the one file of ballots; 0 when it is proven,
    otherwise 2, and what is wrong on standard error.
    """
    if len(options.files) != 1:
        tell_faults(options.check, ["A result is checked against one file of ballots."])
        return BAD_FILE
    path = options.files[0]
    try:
        ballots = read_either(path, options)[0].ballots
        published = _published(options.check)
    except CannotRead as refusal:
        sys.stderr.write(f"{refusal}\n")
        return BAD_FILE
    except ValueError as refusal:
        tell_faults(options.check, [str(refusal)])
        return BAD_FILE
    faults = certify(ballots, published, digest=options.digest)
    tell_faults(path, faults)
    if options.json:
        sys.stdout.write(json.dumps({"file": path, "certified": not faults}) + "\n")
    elif not faults:
        sys.stdout.write(f"{path}: {checked(ballots, published)}\n")
    return BAD_FILE if faults else 0


def read_either(path: str, options: Namespace) -> tuple[PabulibFile, Rules | None]:
    """A file of ballots with the facts beside it and the rules that they say, or the file alone.

    Of a file alone that has facts beside it, standard error says that it is not the whole vote.
    """
    if options.facts:
        whole = read_with_facts(path, options.facts)
        return whole.file, whole.rules
    file = read(path)
    if FACTS in file.meta.get("comment", ""):
        sys.stderr.write(
            f"{path}: this file alone is not the whole vote, and is read as other programs read it;"
            f" give the file that was published beside it with --facts {FACTS}\n"
        )
    return file, None


def checked(ballots: Ballots, published: Mapping[str, object]) -> str:
    """That a result is proven, and the digest to compare with the published one."""
    return (
        "checked: the result follows from the ballots and the rules; digest "
        f"{result_digest(ballots, published)}"
    )


def tell_faults(path: str, faults: Sequence[str]) -> None:
    """Each fault on a line of standard error."""
    for fault in faults:
        sys.stderr.write(f"{path}: {fault}\n")


def _published(path: str) -> Mapping[str, object]:
    """The result in a file. Raises `ValueError` for what can't be one."""
    try:
        found: object = json.loads(Path(path).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise ValueError(f"This file can't be read as JSON: {type(error).__name__}.") from error
    if not isinstance(found, dict):
        raise ValueError("This file holds no result.")
    return found
