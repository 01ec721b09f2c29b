"""One line of the page that says whether everything works."""

from dataclasses import dataclass

OPERATOR = "Whoever runs the server"
OFFICER = "An officer of the neighbourhood"

_ORDER = ("broken", "look", "works")
_WORDS = {"broken": "Doesn't work", "look": "Look at this", "works": "Works"}
_TONES = {"broken": "bad", "look": "few", "works": "good"}


@dataclass(frozen=True)
class WorkingLine:
    """A part of the site and how it stands: what that means, what is to be done, and by whom."""

    part: str
    state: str
    means: str
    to_do: str = ""
    who: str = ""

    @property
    def rank(self) -> int:
        """What is worst comes first."""
        return _ORDER.index(self.state)

    @property
    def word(self) -> str:
        return _WORDS[self.state]

    @property
    def tone(self) -> str:
        return _TONES[self.state]


def works(part: str, means: str) -> WorkingLine:
    """A part that does what it should."""
    return WorkingLine(part, "works", means)


def look(part: str, means: str, to_do: str, who: str) -> WorkingLine:
    """A part that works and has something that somebody should see to."""
    return WorkingLine(part, "look", means, to_do, who)


def broken(part: str, means: str, to_do: str, who: str) -> WorkingLine:
    """A part that doesn't do what it should."""
    return WorkingLine(part, "broken", means, to_do, who)


def several(count: int, one: str, many: str) -> str:
    """A count with its word: "1 letter", "2 letters"."""
    return f"{count} {one if count == 1 else many}"
