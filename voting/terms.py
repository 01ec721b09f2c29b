"""A round's rules as the vote reads them; imported rounds hold only some of them."""

from collections.abc import Mapping
from typing import cast

from rounds.models import Round
from voting.counting import Format, Rules
from voting.counting.rules import Manifest

IMPORTED = "imported"
_ANSWER_DAYS = 5
_WHOLE_FROM = 50


def most_choices(round: Round) -> int | None:
    """How many ideas one person may pick; None for any number."""
    return cast("int | None", _part(round, "vote").get("max_choices"))


def ballot_format(round: Round) -> Format:
    """What people write on a ballot of this round."""
    return Format(cast("str", _part(round, "vote").get("format", Format.APPROVAL)))


def ballot_limits(round: Round) -> Mapping[str, int]:
    """Limits on points of an imported vote, by the names that its file gives them."""
    return cast("Mapping[str, int]", _part(round, "vote").get("limits", {}))


def suggested(round: Round) -> int:
    """How many ideas the ballot suggests to pick."""
    return cast("int", _part(round, "vote").get("suggest_at_least", 1))


def minor_digits(round: Round) -> int:
    """Decimal places of one minor unit of the round's currency."""
    source = getattr(round, "imported_from", None)
    return source.minor_digits if source else 2


def count_rules(round: Round) -> Rules:
    """How the votes are counted."""
    return Rules.from_manifest(cast("Manifest", _part(round, "count")))


def custody(round: Round) -> str:
    """ "two-people" or "keyholders"."""
    return cast("str", round.rules.get("custody", "two-people"))


def holders_needed(round: Round) -> int:
    """How many people it takes to open the votes."""
    return cast("int", _part(round, "key_shares").get("needed", 2))


def holders_named(round: Round) -> int:
    """How many people keep a part of the key, or may press Open."""
    return cast("int", _part(round, "key_shares").get("of", 2))


def whole_ballots_from(round: Round) -> int:
    """From how many ballots on whole ballots are public."""
    return cast("int", round.rules.get("whole_ballots_from", _WHOLE_FROM))


def answer_days(round: Round) -> int:
    """Days within which somebody answers that something looks wrong."""
    return cast("int", _part(round, "challenge").get("answer_days", _ANSWER_DAYS))


def _part(round: Round, name: str) -> Mapping[str, object]:
    return cast("Mapping[str, object]", round.rules.get(name, {}))
