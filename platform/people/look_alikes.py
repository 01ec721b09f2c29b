"""Names that look like something that they aren't: letters of two alphabets in one word, another
person's name in other letters, and titles.

No list holds all letters that look alike; this one has those of the three alphabets that are drawn
with the same strokes, as people who want to pass for somebody use them. Any script is welcome in a
name: what is refused is a word whose letters come from two of these, which no name has.
"""

import re
import unicodedata

# Letter by letter as they are drawn, not as they sound: Greek and Cyrillic, then their doubles.
_DRAWN = (
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ("αγικνορτυχϲϳ", "ayiknoptuxcj"),
    ("АВЕКМНОРСТУХЅІЈԚԜҮҺЗӀ", "ABEKMHOPCTYXSIJQWYH3l"),
    ("аеорсухѕіјԛԝүһкгӏ", "aeopcyxsijqwyhkrl"),
)
_TO_LATIN = str.maketrans("".join(own for own, _ in _DRAWN), "".join(seen for _, seen in _DRAWN))
_DIGITS = str.maketrans("01|", "oll")
_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "COPTIC", "CHEROKEE")
# Inside a word it is drawn like a small l. At the beginning, and in capitals, it is what it is.
_CAPITAL_I = re.compile(r"(?<=[^\W\d_A-Z])I|(?<=[^\W\d_])I(?=[^\W\d_A-Z])")
_NOT_OF_A_NAME = re.compile(r"[^\w\s]|_")

# What somebody here may be and what an office may call itself; in small letters.
_OFFICES = frozenset(
    (
        "officer",
        "officers",
        "programme",
        "finance",
        "auditor",
        "admin",
        "administrator",
        "moderator",
    )
    + ("panel", "chair", "secretary", "staff", "official", "support", "helpdesk", "team", "council")
    + (
        "trust",
        "allotment",
        "site",
        "webmaster",
        "returning",
        "the",
        "of",
        "and",
        "board",
        "office",
    )
)
# Those that stand in a person's own name more rarely than before one.
TITLES = frozenset(("officer", "admin", "administrator", "moderator", "auditor", "allotment"))


def mixed(name: str) -> str | None:
    """A letter that stands among letters of another alphabet, in one word; None where none does."""
    for word in name.split():
        letters = [(letter, _alphabet(letter)) for letter in word if _alphabet(letter)]
        counted = {alphabet: 0 for _, alphabet in letters}
        for _, alphabet in letters:
            counted[alphabet] += 1
        if len(counted) > 1:
            rarest = min(counted, key=lambda alphabet: counted[alphabet])
            return next(letter for letter, alphabet in letters if alphabet == rarest)
    return None


def alphabet_of(letter: str) -> str:
    """What the alphabet of a letter is called: "Greek"."""
    return _alphabet(letter).title()


def _alphabet(letter: str) -> str:
    if letter.isascii():
        return "LATIN" if letter.isalpha() else ""
    name = unicodedata.name(letter, "")
    return next((each for each in _ALPHABETS if name.startswith(each)), "")


def seen_as(name: str) -> str:
    """A name as the eye takes it: two names that look the same are the same here."""
    plain = _CAPITAL_I.sub("l", unicodedata.normalize("NFKC", name).translate(_TO_LATIN))
    letters = _NOT_OF_A_NAME.sub("", plain.translate(_DIGITS).casefold())
    return " ".join(letters.split())


def is_an_office(name: str) -> bool:
    """Whether a name is nothing but words of an office: "Allotment team", "Programme officer"."""
    return all(word in _OFFICES_SEEN for word in _strokes(name))


def has_a_title(name: str) -> bool:
    """Whether a name says that somebody holds an office: "Officer Ruth Allen"."""
    return not _TITLES_SEEN.isdisjoint(_strokes(name))


def _strokes(name: str) -> list[str]:
    """The words of a name without accents, with one sign for each that is a single stroke."""
    apart = unicodedata.normalize("NFKD", _BETWEEN_WORDS.sub(" ", name))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return seen_as(bare).translate(_STROKES).split()


_BETWEEN_WORDS = re.compile(r"[-\u2010-\u2015./_]")
_STROKES = str.maketrans("iı", "ll")
_OFFICES_SEEN = frozenset(word.translate(_STROKES) for word in _OFFICES)
_TITLES_SEEN = frozenset(word.translate(_STROKES) for word in TITLES)
