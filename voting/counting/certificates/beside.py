"""What the website tells beside a result. Figures are held against the ballots and the rules;
words are not read, only that they are words about the projects of this vote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voting.counting.certificates.case import Case
from voting.counting.certificates.claims import Json, Record, differences
from voting.counting.published import rules_digest

BESIDE = ("v", "sentences", "about", "voters", "blank", "served", "rules_sha256")
_VERSION = 1


def check_beside(case: Case, data: Record, picked: Sequence[int]) -> Iterator[str]:
    """What is wrong in all of it that is there. `picked` are the positions of the winners."""
    ballots = case.tally.ballots
    follows: Record = {
        "v": _VERSION,
        "voters": ballots.voters,
        "blank": ballots.blank,
        "served": ballots.served({case.id(at) for at in picked}),
        "rules_sha256": rules_digest(case.rules),
    }
    facts = {key: one for key, one in data.items() if key in follows}
    yield from differences(facts, {key: follows[key] for key in facts}, "The result")
    if "about" in data and not _are_words(data["about"]):
        yield "The result: what is said about the count is not a list of sentences."
    if "sentences" in data and not _are_about(case, data["sentences"]):
        yield "The result: the sentences are not one text for every project."


def _are_words(found: Json) -> bool:
    return isinstance(found, list) and all(isinstance(one, str) for one in found)


def _are_about(case: Case, found: Json) -> bool:
    if not isinstance(found, dict):
        return False
    return found.keys() == case.position.keys() and _are_words([*found.values()])
