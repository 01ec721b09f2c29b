"""A counted round as two files: one in the Pabulib format, and one with what that can't say."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import cast

from django.utils import timezone

from rounds.models import Round
from voting import terms
from voting.actions.counting import pack, projects, rows
from voting.counting import Rules
from voting.counting.pabulib import Published, publish
from voting.results import Results

# Where one of these is the money, the country is known.
_COUNTRIES = {"CHF": "Switzerland", "CZK": "Czechia", "GBP": "United Kingdom", "PLN": "Poland"}
# What the format says where an election was in no one country.
_NO_COUNTRY = "Worldwide"
_YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")


def election_files(results: Results) -> Published | None:
    """Both files of the newest count; a voter's id is T, and a project's id its number on the
    ballot or, of an imported vote, the id in its file. None where nobody chose anything that a
    Pabulib file has a place for.
    """
    round = results.round
    lines = sorted((row.line for row in results.lines), key=lambda line: line.number)
    listed = projects(lines)
    said, notes = _said(round)
    return publish(
        pack(round, listed, minor_digits=terms.minor_digits(round)),
        Rules.from_manifest(results.count.rules),
        funded=frozenset(results.data["funded"]),
        rows=lambda: rows(round),
        said=said,
        notes=notes,
    )


def has_election_files(results: Results) -> bool:
    """Whether there is anything to put into these files."""
    unit = 10 ** terms.minor_digits(results.round)
    most = results.data["budget"] // unit
    return any(row.votes and row.line.pence // unit <= most for row in results.stood)


def _said(round: Round) -> tuple[dict[str, str], tuple[str, ...]]:
    """Fields that the ballots do not settle, by Pabulib's names, and what is not known of them."""
    own = {
        "description": round.title,
        "country": "United Kingdom",
        "unit": round.neighbourhood.full_name,
        "instance": str(round.number),
        "date_begin": _day(round.voting_opens_at),
        "date_end": _day(round.voting_closes_at),
        **{name: str(limit) for name, limit in terms.ballot_limits(round).items()},
    }
    if round.origin != terms.IMPORTED:
        return own, ()
    facts = cast("Mapping[str, str]", round.rules.get("told", {}))
    begin, end, unknown = _dates(round, facts)
    country = facts.get("country") or _COUNTRIES.get(round.currency, _NO_COUNTRY)
    notes = (
        "The country is not known here." if country == _NO_COUNTRY else "",
        "The dates of the vote are not known here; the year is a guess." if unknown else "",
    )
    known = {name: facts[name] for name in ("unit", "instance") if facts.get(name)}
    return own | known | {"country": country, "date_begin": begin, "date_end": end}, notes


def _dates(round: Round, facts: Mapping[str, str]) -> tuple[str, str, bool]:
    """When an imported vote was: by its days, else by its year; and whether neither is known."""
    if round.voting_opens_at and round.voting_closes_at:
        first, last = sorted((round.voting_opens_at, round.voting_closes_at))
        return _day(first), _day(last), False
    source = getattr(round, "imported_from", None)
    texts = (
        facts.get("date_begin", ""),
        facts.get("date_end", ""),
        facts.get("instance", ""),
        round.title,
        source.name if source else "",
    )
    years = [found[0] for text in texts if (found := _YEAR.search(text))]
    year = years[0] if years else str(round.published_at.year if round.published_at else 2000)
    return year, year, not years


def _day(moment: datetime | None) -> str:
    return timezone.localtime(moment).strftime("%d.%m.%Y") if moment else ""
