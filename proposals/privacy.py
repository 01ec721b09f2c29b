"""Warnings before text is sent: what looks like it could lead to somebody's door.

A warning never blocks by itself: the person takes the thing out, or ticks that it may stay. So the
patterns are careful; a false alarm costs a tick, and many of them teach people to tick unread.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

LOOKS_LIKE = {
    "phone": "a phone number",
    "email": "an e-mail address",
    "vehicle": "the number plate of a vehicle",
    "house": "a house number with its street",
    "name": "a person's name",
}

_PHONE = re.compile(r"(?<![\d£.])(?:\+\s?44|0044|0)(?:[ ().\-]{0,3}\d){9,10}(?!\d)")
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")

_PLATES = (
    re.compile(r"\b[A-Z]{2}[0-9]{2} ?[A-Z]{3}\b"),
    re.compile(r"\b[a-z]{2}[0-9]{2} ?[a-z]{3}\b"),
    re.compile(r"\b[A-HJ-NPR-TV-Y][0-9]{1,3} ?[A-Z]{3}\b"),
    re.compile(r"\b[A-Z]{3} ?[0-9]{1,3}[A-Z]\b"),
)
# "dn32 and" is half a postcode and a word, not a plate.
_SHORT_WORDS = frozenset(
    [
        "and",
        "the",
        "are",
        "was",
        "for",
        "but",
        "not",
        "has",
        "had",
        "can",
        "may",
        "all",
        "any",
        "its",
        "our",
        "who",
        "one",
        "two",
        "out",
        "off",
        "per",
        "via",
    ]
)

_STREET = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Terrace|Way|Crescent|Court|Place|Gardens"
    "|Grove|Walk|Row|Square|Mews|Parade"
)
_NUMBER = r"(?<![\d£.,/])\d{1,4}[A-Za-z]?,?[ ]"
_HOUSES = (
    re.compile(
        rf"{_NUMBER}(?P<first>[A-Z][\w'’-]{{1,20}}) (?:[A-Z][\w'’-]{{1,20}} ){{0,2}}(?:{_STREET})\b"
    ),
    re.compile(rf"{_NUMBER}(?P<first>[a-z][a-z'’-]{{2,20}}) (?:{_STREET.lower()})\b"),
)
_NOT_STREETS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "new",
        "more",
        "other",
        "small",
        "big",
        "busy",
        "main",
        "side",
        "metres",
        "miles",
        "yards",
        "homes",
        "people",
        "houses",
        "local",
        "whole",
        "different",
        "pounds",
        "hours",
        "days",
        "weeks",
    ]
)

_NAMES = (
    re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\b\.? (?:[A-Z]\.? )?[A-Z][\w'’-]{1,30}"),
    re.compile(
        r"\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Tt]he) (?:next[- ]door )?"
        r"(?:neighbour|landlord|lodger|tenant|friend|mate|cousin|brother|sister|son|daughter),? "
        r"(?:called |named )?[A-Z][\w'’-]{1,30}"
    ),
    re.compile(
        r"\b(?:man|woman|boy|girl|lad|lads|person|dealer|kid|teenager|guy|bloke) "
        r"(?:called|named) [A-Z][\w'’-]{1,30}"
    ),
)

_DOCTOR = re.compile(r"\bDr\b\.? (?:[A-Z]\.? )?[A-Z][\w'’-]{1,30}")

_CRIME = re.compile(
    r"\b(?:crim(?:e|es|inal|inals)|drugs?|dealers?|dealing|cannabis|gangs?"
    r"|county lines|cuckoo(?:ed|ing)"
    r"|kni(?:fe|ves)|stabb(?:ed|ing|ings)|weapons?|guns?|burgl(?:ar|ars|ary|aries|ed)|mugg(?:ed|er|ers|ing|ings)"
    r"|robb(?:ed|ery|eries|ers)|thie(?:f|ves)|theft|stolen|assault(?:s|ed)?|arson|attack(?:s|ed|ers)?"
    r"|violen(?:t|ce)|threat(?:s|en|ened|ening)?|intimidat(?:e|ed|ing|ion)|harass(?:ed|ing|ment)?"
    r"|abus(?:e|ed|er|ive)|anti-?social|vandal(?:s|ism)?|prostitut\w+|joyrid\w+|shoplift\w+|police)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Finding:
    """Something in a text that looks private: what it looks like, and the words themselves."""

    kind: str
    words: str

    @property
    def key(self) -> str:
        """A short name of this very finding: what a tick in a form refers to."""
        return sha256(f"{self.kind}|{self.words}".encode()).hexdigest()[:16]

    @property
    def warning(self) -> str:
        return (
            f"“{self.words}” looks like {LOOKS_LIKE[self.kind]}. "
            "Take it out, or tick that it may stay."
        )


def findings(text: str) -> list[Finding]:
    """Everything in `text` that looks private, each once, in a fixed order of kinds."""
    found = [
        Finding(kind, " ".join(words.split())) for kind, find in _FINDERS for words in find(text)
    ]
    return list(dict.fromkeys(found))


def speaks_of_crime(text: str) -> bool:
    """Whether an idea should be looked at before it is shown, for its proposer's safety."""
    return bool(_CRIME.search(text))


def _all(*patterns: re.Pattern[str]) -> Callable[[str], Iterator[str]]:
    def find(text: str) -> Iterator[str]:
        for pattern in patterns:
            for match in pattern.finditer(text):
                yield match.group()

    return find


def _plates(text: str) -> Iterator[str]:
    for words in _all(*_PLATES)(text):
        if words[-3:].lower() not in _SHORT_WORDS:
            yield words


def _names(text: str) -> Iterator[str]:
    yield from _all(*_NAMES)(text)
    for match in _DOCTOR.finditer(text):
        # "Rutland Dr Grimsby" is a drive.
        if not re.search(r"[A-Z][\w'’-]* $", text[max(0, match.start() - 30) : match.start()]):
            yield match.group()


def _houses(text: str) -> Iterator[str]:
    for pattern in _HOUSES:
        for match in pattern.finditer(text):
            year = re.match(r"(?:19|20)\d\d\b", match.group())
            if not year and match["first"].lower() not in _NOT_STREETS:
                yield match.group()


_FINDERS: tuple[tuple[str, Callable[[str], Iterator[str]]], ...] = (
    ("phone", _all(_PHONE)),
    ("email", _all(_EMAIL)),
    ("vehicle", _plates),
    ("house", _houses),
    ("name", _names),
)
