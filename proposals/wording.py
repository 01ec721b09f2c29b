"""What may stand in a title or a text: one alphabet a word, nothing invisible, nothing that
reverses a line.
"""

import re
import unicodedata
from itertools import groupby

# Characters that change the direction of a line, and ones that nobody can see.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0"
)
_JOINERS = frozenset("\u200c\u200d")
_MOST_MARKS = 4

_TWINS = str.maketrans(
    "авекмнорстухіјѕԁԛԝһӏαβεικνορτυχϲ",
    "abekmhopctyxijsdqwhlabeikvoptuxc",
)


class Unreadable(ValueError):
    """Text that can't be shown safely, in words for the person who typed it."""


def line(text: str) -> str:
    """One line of text: normalised (NFC), spaces single. Raises Unreadable."""
    if re.search(r"[\r\n\v\f\u0085\u2028\u2029]", text.strip()):
        raise Unreadable("Write this on one line")
    return " ".join(_plain(text).split())


def paragraphs(text: str) -> str:
    """Text of several lines: normalised (NFC), line ends as "\\n". Raises Unreadable."""
    unified = re.sub(r"\r\n?|[\v\f\u0085\u2028\u2029]", "\n", text)
    return "\n".join(part.rstrip() for part in _plain(unified).split("\n")).strip()


def skeleton(text: str) -> str:
    """Two titles that a reader would take for one another have the same skeleton."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_TWINS)
    return "".join(letter for letter in folded if letter.isalnum())


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    _refuse_characters(text)
    _refuse_marks(text)
    for word in re.findall(r"\w+", text):
        if {"LATIN", "CYRILLIC"} <= set(map(_alphabet, word)):
            raise Unreadable(f"“{word[:40]}” mixes letters of two alphabets. Type it again")
    return text


def _refuse_characters(text: str) -> None:
    if any(letter in _BIDI for letter in text):
        raise Unreadable("Take out the hidden signs that turn the line around")
    if any(letter in _UNSEEN for letter in text) or _stray_joiner(text):
        raise Unreadable("Take out the letters that can't be seen. Typing the text again helps")
    if any(
        unicodedata.category(letter) in ("Cc", "Cs", "Co") and letter not in "\n\t"
        for letter in text
    ):
        raise Unreadable("Take out the signs that can't be shown")


def _stray_joiner(text: str) -> bool:
    # A joiner between two emoji is how families and flags are written; in Latin words it only
    # hides.
    return any(
        letter in _JOINERS and (_alphabet(before) == "LATIN" or _alphabet(after) == "LATIN")
        for before, letter, after in zip(" " + text, text, text[1:] + " ", strict=False)
    )


def _refuse_marks(text: str) -> None:
    for marks, run in groupby(text, key=lambda letter: unicodedata.combining(letter) > 0):
        if marks and len(list(run)) > _MOST_MARKS:
            raise Unreadable("There are too many marks on one letter. Type it again")


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0] if letter.isalpha() else ""
