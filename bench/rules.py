"""What two rules give to people, on real elections: `./run bench rules FILE…`.

Each file in the Pabulib format is counted by most votes that fit, and by equal shares whose shares
grow by one unit of the currency (Add1) and whose last money goes by most votes. A line for each
group of ballot lengths: means over its elections, of the share of voters with at least one winner
that they chose, of the part of the budget that is spent, and of how many projects win. "More" and
"fewer" count the elections in which more, or fewer, people get something by equal shares.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


from voting.counting import (  # noqa: E402
    Ballots,
    Completion,
    Format,
    Rule,
    Rules,
    Score,
    count,
)
from voting.counting.pabulib import CannotRead, read  # noqa: E402

GROUPS = (
    ("one", Fraction(1)),
    ("over 1, up to 2.5", Fraction(5, 2)),
    ("over 2.5, up to 5", Fraction(5)),
    ("over 5", None),
)


@dataclass(frozen=True)
class Given:
    """What one result gives: shares of voters and of the budget, and how many projects win."""

    served: Fraction
    spent: Fraction
    winners: int


@dataclass(frozen=True)
class Election:
    """One election under both rules; `length` is the mean number of choices on a ballot."""

    length: Fraction
    most_votes: Given
    equal_shares: Given


@dataclass(frozen=True)
class Line:
    """Means over the elections of a group, most votes first, and how many gained or lost."""

    group: str
    elections: int
    served: tuple[Fraction, Fraction]
    spent: tuple[Fraction, Fraction]
    winners: tuple[Fraction, Fraction]
    more: int
    fewer: int


def election(path: str | Path) -> Election:
    """Count one file by both rules. Raises `CannotRead`."""
    ballots = read(path).ballots
    voters = ballots.voters - ballots.blank
    return Election(
        Fraction(ballots.marks, voters),
        _given(ballots, Rules()),
        _given(ballots, equal_shares(ballots)),
    )


def equal_shares(ballots: Ballots) -> Rules:
    """Equal shares as this page of figures means it, in this file's currency."""
    people = ballots.format is not Format.APPROVAL
    return Rules(
        rule=Rule.EQUAL_SHARES,
        completion=Completion.ADD1_GREEDY,
        add1_step=10**ballots.minor_digits,
        score=Score.VOTES if people else Score.POINTS,
    )


def _given(ballots: Ballots, rules: Rules) -> Given:
    result = count(ballots, rules)
    winners = frozenset(result.funded)
    people = ballots.served(winners)
    voters = ballots.voters - ballots.blank
    return Given(Fraction(people, voters), Fraction(result.spent, ballots.budget), len(winners))


def lines(elections: Iterable[Election]) -> list[Line]:
    """A line for each group that has elections, and one for all."""
    found = list(elections)
    below = Fraction(0)
    facts = []
    for name, most in GROUPS:
        here = [e for e in found if below < e.length and (most is None or e.length <= most)]
        below = most or below
        facts += [_line(name, here)] if here else []
    return [*facts, _line("all", found)]


def _line(name: str, here: Sequence[Election]) -> Line:
    pairs = [(e.most_votes, e.equal_shares) for e in here]
    return Line(
        name,
        len(here),
        _means([(a.served, b.served) for a, b in pairs]),
        _means([(a.spent, b.spent) for a, b in pairs]),
        _means([(Fraction(a.winners), Fraction(b.winners)) for a, b in pairs]),
        sum(b.served > a.served for a, b in pairs),
        sum(b.served < a.served for a, b in pairs),
    )


def _means(pairs: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    firsts, seconds = zip(*pairs, strict=True)
    return sum(firsts, Fraction(0)) / len(pairs), sum(seconds, Fraction(0)) / len(pairs)


def percent(part: Fraction) -> str:
    """A share with one decimal, halves up: 0.9034 is "90.3%"."""
    return f"{tenths(part * 100)}%"


def tenths(number: Fraction) -> str:
    """One decimal, halves up."""
    whole, rest = divmod((number * 20 + 1) // 2, 10)
    return f"{whole}.{rest}"


def printed(line: Line) -> str:
    """A line as it is printed."""
    served, spent = map(percent, line.served), map(percent, line.spent)
    winners = map(tenths, line.winners)
    return (
        f"{line.group:18} {line.elections:9} "
        f"{' / '.join(served):>16} {' / '.join(spent):>16} {' / '.join(winners):>13} "
        f"{line.more:5} {line.fewer:5}"
    )


def main(paths: Sequence[str]) -> None:
    """Print the table of these files; those that can't be read are named and left out."""
    elections = []
    for path in paths:
        try:
            elections.append(election(path))
        except CannotRead as refusal:
            print(f"left out: {refusal}", file=sys.stderr)
    if not elections:
        sys.exit("Name files in the Pabulib format.")
    print(
        "choices on a ballot elections  voters served        budget spent       winners  more fewer"
    )
    print("(mean)                         most votes / equal shares, in each column")
    for line in lines(elections):
        print(printed(line))


if __name__ == "__main__":
    main(sys.argv[1:])
