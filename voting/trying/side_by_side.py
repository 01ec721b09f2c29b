"""A try beside the published result, as a page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from rounds.count_words import count_sentences
from voting.counting import Rules
from voting.models import BallotLine
from voting.results import Results
from voting.trying import another_rule
from voting.trying.another_rule import Side, Tried

PICKED, NOT_PICKED, NONE = "Picked", "Not picked", "–"


@dataclass(frozen=True)
class Figure:
    """One line of the comparison, in words."""

    name: str
    published: str
    other: str


@dataclass(frozen=True)
class Idea:
    """An idea that wins under at least one of the two."""

    line: BallotLine
    cost: str
    published: bool
    other: bool
    part: str = ""

    @property
    def other_word(self) -> str:
        """What became of it under the tried rule."""
        if self.part:
            return f"{self.part} of it"
        return PICKED if self.other else NOT_PICKED

    @property
    def published_word(self) -> str:
        """What the published result says."""
        return PICKED if self.published else NOT_PICKED


@dataclass(frozen=True)
class Change:
    """An idea on which the two differ, with the tried rule's sentence for it."""

    line: BallotLine
    cost: str
    why: str


@dataclass(frozen=True)
class SideBySide:
    """Everything that the page tells of a try."""

    headline: str
    changes: str
    compared: str
    figures: list[Figure]
    added: list[Change]
    gone: list[Change]
    ideas: list[Idea]
    themes: list[Figure]
    rules: tuple[str, ...]


def side_by_side(found: Results, rules: Rules, tried: Tried) -> SideBySide:
    """Put a try beside what was published."""
    lines = another_rule.ids_of(found)
    before, after = tried.published.funded, tried.other.funded
    added = [name for name in after if name not in set(before)]
    gone = [name for name in before if name not in set(after)]
    return SideBySide(
        headline=_headline(tried),
        changes=_changes(len(added), len(gone), _partly(found, tried, lines)),
        compared=_compared(tried),
        figures=_figures(found, tried),
        added=_told(found, tried, lines, added),
        gone=_told(found, tried, lines, gone),
        ideas=_ideas(found, tried, lines),
        themes=_themes(found, tried, lines),
        rules=count_sentences(
            rules.to_manifest(), money=found.money, by_points=another_rule.by_points(found)
        ),
    )


def _headline(tried: Tried) -> str:
    if set(tried.other.funded) == set(tried.published.funded):
        return "The same ideas win"
    more = tried.other.served - tried.published.served
    if not more:
        return "As many people get something they chose"
    people = "1 person gets" if abs(more) == 1 else f"{abs(more):,} people get"
    if more > 0:
        return f"{people.replace(' ', ' more ', 1)} something they chose"
    return f"{people.replace(' ', ' fewer ', 1)} something they chose"


def _changes(added: int, gone: int, partly: str) -> str:
    if not added and not gone:
        return partly or "Everybody gets the same as in the published result."
    return " ".join(filter(None, (_swapped(added, gone), partly)))


def _swapped(added: int, gone: int) -> str:
    win = f"{_many(added)} would win that lost" if added else ""
    lose = f"{_many(gone)} would lose that won" if gone else ""
    if win and lose:
        return f"{win}, and {lose}."
    return f"{win}, and none would lose." if win else f"{lose}, and none would win instead."


def _many(ideas: int) -> str:
    return "1 idea" if ideas == 1 else f"{ideas} ideas"


def _partly(found: Results, tried: Tried, lines: dict[str, BallotLine]) -> str:
    if tried.part is None:
        return ""
    name, money = lines[tried.part[0]].name, found.money(tried.part[1])
    return f"“{name}” gets a part of its cost, {money}."


def _compared(tried: Tried) -> str:
    if tried.compared is None:
        return ""
    shares, most = tried.compared
    people = "1 person gets" if shares == 1 else f"{shares:,} people get"
    held = f"By equal shares {people} more of the ideas they chose, by most votes {most:,}."
    stands = "most votes stands" if most > shares else "equal shares stands"
    return f"{held} So the result of {stands} in this try."


def _figures(found: Results, tried: Tried) -> list[Figure]:
    sides = (tried.published, tried.other)
    people = found.count.ballots
    facts = {
        "Ideas picked": [str(len(side.funded)) for side in sides],
        "Spent": [found.money(side.spent) for side in sides],
        "Left": [found.money(side.left) for side in sides],
        "People who get at least one idea they chose": [_people(s, people) for s in sides],
        "Ideas that each person chose and gets, on average": [_average(s, people) for s in sides],
    }
    return [Figure(name, one, other) for name, (one, other) in facts.items()]


def _people(side: Side, people: int) -> str:
    if not people:
        return NONE
    return f"{side.served:,} ({(200 * side.served + people) // (2 * people)}%)"


def _average(side: Side, people: int) -> str:
    """To two decimals, halves up; in whole numbers all the way."""
    if not people:
        return NONE
    hundredths = (200 * side.gained + people) // (2 * people)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _told(
    found: Results, tried: Tried, lines: dict[str, BallotLine], names: list[str]
) -> list[Change]:
    return [
        Change(lines[name], found.money(lines[name].pence), tried.why.get(name, ""))
        for name in names
    ]


def _ideas(found: Results, tried: Tried, lines: dict[str, BallotLine]) -> list[Idea]:
    before, after = set(tried.published.funded), set(tried.other.funded)
    part, pence = tried.part or ("", 0)
    return [
        Idea(
            line=line,
            cost=found.money(line.pence),
            published=name in before,
            other=name in after,
            part=found.money(pence) if name == part else "",
        )
        for name, line in lines.items()
        if name in before or name in after or name == part
    ]


def _themes(found: Results, tried: Tried, lines: dict[str, BallotLine]) -> list[Figure]:
    """Money and number of what is picked, by theme; nothing where no theme is known."""
    themes = {name: another_rule.theme_of(line) for name, line in lines.items()}
    return [
        Figure(
            theme,
            _of_theme(found, lines, themes, theme, tried.published.funded),
            _of_theme(found, lines, themes, theme, tried.other.funded),
        )
        for theme in sorted({theme for theme in themes.values() if theme})
    ]


def _of_theme(
    found: Results,
    lines: dict[str, BallotLine],
    themes: dict[str, str],
    theme: str,
    funded: Iterable[str],
) -> str:
    here = [lines[name].pence for name in funded if themes[name] == theme]
    ideas = "1 idea" if len(here) == 1 else f"{len(here)} ideas"
    return f"{found.money(sum(here))} for {ideas}"
