"""What of an election goes into its Pabulib file, and under which name of a rule.

The format has no place for incompatible pairs, withdrawn projects, money kept for a theme or a
project that nobody chose, and its checker counts each file again by the rule that it names. So a
project that can't be picked, and one that the named rule would pick all the same when it reads
nothing but the file, is left out of the file with its marks. All of it stands in the second
published file (`facts`), and both together are the whole election. A count that others can't follow
at all, as where they can't choose between two equal ideas, goes by the name of a place's own rule.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from voting.counting.ballots import Ballots, Builder, Format, Project
from voting.counting.options import Misfit, Rule, Score
from voting.counting.pabulib import outside
from voting.counting.pabulib.text import SECTIONS, one_line
from voting.counting.pabulib.writer import Marks
from voting.counting.rules import Rules
from voting.counting.tally import tally

WITHDRAWN, NO_VOTES, OVER_BUDGET, NO_ID, BY_RULE = (
    "withdrawn",
    "no-votes",
    "over-budget",
    "no-id",
    "not-by-this-rule",
)
OWN = "greedy-custom"


@dataclass(frozen=True, slots=True)
class Plan:
    """`ballots` is the election as the file holds it, and `rule` what it calls the rule.

    `least` is the least number of votes that it states, 0 for none. `selected` says 1 for what the
    named rule picks, 2 for what was picked beside it, 0 for the rest. `left_out` has the reason why
    a project is not in the file.
    """

    ballots: Ballots
    rule: str
    least: int
    selected: Mapping[str, int]
    left_out: Mapping[str, str]

    @property
    def everything_fits(self) -> bool:
        """Whether there is money for every project of the file."""
        costs = (outside.whole_units(p.cost, self.ballots) for p in self.ballots.projects)
        return sum(costs) <= outside.whole_units(self.ballots.budget, self.ballots)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A name of a rule, and what others pick by it. `fills` says that they look for what seems to
    fit in the money left.
    """

    rule: str
    picks: Callable[[Ballots], frozenset[str]]
    least: int = 0
    fills: bool = False

    def held(self, ballots: Ballots) -> Ballots:
        """The election as a file under this name says it: others count equal shares of approvals
        alone, and one choice each is a type of its own.
        """
        one_choice = self.rule.startswith("equalshares") and ballots.max_length == 1
        return replace(ballots, max_length=None) if one_choice else ballots

    def read(self, ballots: Ballots, funded: Collection[str]) -> tuple[set[str], dict[str, int]]:
        """Those that others would pick and the count did not, and the marks of the rest."""
        picks = self.picks(ballots)
        ids = {project.id for project in ballots.projects}
        wrong = set(picks.difference(funded))
        if self.fills:
            here = picks.intersection(funded)
            wrong |= {*outside.seem_to_fit(ballots, here, ids.difference(funded), least=self.least)}
        return wrong, {id: (1 if id in picks else 2) if id in funded else 0 for id in ids}


def can_stand(project: Project, votes: int, ballots: Ballots) -> str:
    """Why the format has no place for a project; empty where it has one."""
    if project.id in ballots.withdrawn:
        return WITHDRAWN
    if not votes:
        return NO_VOTES
    if outside.whole_units(project.cost, ballots) > outside.whole_units(ballots.budget, ballots):
        return OVER_BUDGET
    return NO_ID if project.id.strip().upper() in SECTIONS else ""


def plan(ballots: Ballots, rules: Rules, funded: Collection[str]) -> Plan:
    """The file in which others find the result of this count, with as much in it as can be."""
    totals = tally(ballots, rules)
    why = {
        project.id: can_stand(project, votes, ballots)
        for project, votes in zip(ballots.projects, totals.votes, strict=True)
    }
    out = {id: reason for id, reason in why.items() if reason}
    by_number = sorted(ballots.projects, key=lambda project: project.number)
    ranked = [ballots.projects[at] for at in totals.order]
    readings = _readings(ballots, rules, out)
    for reading in readings:
        for order in (by_number, ranked):
            found = _as_it_is(reading, ballots, order, out, funded)
            if found:
                return found
    return _with_less(readings[-1], ballots, ranked, out, funded)


def without(marks: Marks, kept: Collection[int], format: Format) -> list[tuple[int, int]]:
    """The marks of a ballot that stand in the file: for these projects, and above 0. A ranking
    closes up.
    """
    held = [(number, value) for number, value in marks if number in kept and value]
    if format is not Format.RANKINGS:
        return held
    held.sort(key=lambda mark: mark[1])
    return [(number, place) for place, (number, _) in enumerate(held, 1)]


def _as_it_is(
    reading: _Reading,
    ballots: Ballots,
    order: Sequence[Project],
    out: Mapping[str, str],
    funded: Collection[str],
) -> Plan | None:
    listed = reading.held(_listed(ballots, order, out))
    try:
        wrong, selected = reading.read(listed, funded)
    except outside.Undecided:
        return None
    return None if wrong else Plan(listed, reading.rule, reading.least, selected, out)


def _with_less(
    reading: _Reading,
    ballots: Ballots,
    order: Sequence[Project],
    out: Mapping[str, str],
    funded: Collection[str],
) -> Plan:
    """Leave out what others would pick, until they pick nothing that was not picked."""
    less = dict(out)
    while True:
        listed = reading.held(_listed(ballots, order, less))
        try:
            wrong, selected = reading.read(listed, funded)
        except outside.Undecided as undecided:
            wrong = set(undecided.ids.difference(funded))
            if not wrong:
                return _with_less(_greedy(OWN), ballots, order, out, funded)
        if not wrong:
            return Plan(listed, reading.rule, reading.least, selected, less)
        less |= dict.fromkeys(wrong, BY_RULE)


def _readings(ballots: Ballots, rules: Rules, out: Collection[str]) -> list[_Reading]:
    """The names that a count may go by, the closest first."""
    if rules.rule is Rule.EQUAL_SHARES:
        return _by_shares(ballots, rules)
    gone = frozenset(out)
    paired = any(gone.isdisjoint(pair) for pair in ballots.incompatible)
    approval = ballots.format is Format.APPROVAL
    least = rules.min_votes if rules.min_votes > 1 and approval else 0
    name = _greedy_name(rules, paired=paired, least=least, approval=approval)
    stop = name == "greedy-no-skip"
    return [_greedy(name, least=least, stop=stop)]


def _greedy_name(rules: Rules, *, paired: bool, least: int, approval: bool) -> str:
    stops = rules.misfit is Misfit.STOP
    by_people = not approval and rules.score is Score.VOTES
    unusual = rules.stages or rules.part_funding or rules.points_table or by_people
    if unusual or paired and stops or not approval and rules.min_votes > 1:
        return OWN
    if paired:
        return "greedy-exclusive"
    if stops:
        return "greedy-no-skip"
    return "greedy-threshold" if least else "greedy"


def _greedy(name: str, *, least: int = 0, stop: bool = False) -> _Reading:
    def picks(ballots: Ballots) -> frozenset[str]:
        return outside.most_votes(ballots, least=least, stop=stop)

    return _Reading(name, picks, least=least, fills=not stop)


def _by_shares(ballots: Ballots, rules: Rules) -> list[_Reading]:
    if ballots.format is not Format.APPROVAL:
        return [_greedy(OWN)]
    named = [("equalshares", outside.equal_shares)]
    if rules.completion.raises:
        named.insert(0, ("equalshares/add1", outside.raised_shares))
    if not rules.comparison:
        return [_Reading(name, picks) for name, picks in named]
    return [_Reading(f"{name}-comparison", _compared(picks)) for name, picks in named]


def _compared(picks: Callable[[Ballots], frozenset[str]]) -> Callable[[Ballots], frozenset[str]]:
    def both(ballots: Ballots) -> frozenset[str]:
        return outside.held_against_most_votes(ballots, picks(ballots))

    return both


def _listed(ballots: Ballots, order: Iterable[Project], out: Collection[str]) -> Ballots:
    """The election without these, its projects in this order, as the format can say it."""
    kept = _labelled([_with_a_cost(each, ballots) for each in order if each.id not in out])
    builder = Builder(
        kept,
        budget=ballots.budget,
        format=ballots.format,
        currency=ballots.currency,
        minor_digits=ballots.minor_digits,
    )
    position = {project.number: at for at, project in enumerate(kept)}
    lengths: dict[int, int] = {}
    for people, marks in slips(ballots):
        held = without(marks, position, ballots.format)
        if held:
            approval = ballots.format is Format.APPROVAL
            values = None if approval else [value for _, value in held]
            builder.add([position[number] for number, _ in held], values, people=people)
            lengths[len(held)] = lengths.get(len(held), 0) + people
    return replace(builder.build(), max_length=_longest(ballots, lengths))


def slips(ballots: Ballots) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Every distinct ballot: how many people cast it, and its marks by ballot number."""
    numbers = [project.number for project in ballots.projects]
    choices, values = ballots.choices.tolist(), ballots.values.tolist()
    starts = ballots.starts.tolist()
    for begin, end, people in zip(starts, starts[1:], ballots.weights.tolist(), strict=False):
        named = (numbers[at] for at in choices[begin:end])
        yield people, list(zip(named, values[begin:end], strict=True))


def _longest(ballots: Ballots, lengths: Mapping[int, int]) -> int | None:
    """The most that a ballot may name, where some do: a limit that nobody used looks wrong."""
    most = ballots.max_length
    if most is None or most not in lengths or len(lengths) > 1 and most == 1:
        return None
    if most == 1 and ballots.format is not Format.APPROVAL:
        return None
    people, named = sum(lengths.values()), sum(n * each for n, each in lengths.items())
    return None if most > 1 and named == people else most


def _with_a_cost(project: Project, ballots: Ballots) -> Project:
    """What is free costs one unit, as in other files: the format has no free projects."""
    free = outside.whole_units(project.cost, ballots) == 0
    return replace(project, cost=10**ballots.minor_digits) if free else project


def _labelled(projects: Sequence[Project]) -> list[Project]:
    """Themes as lists without spaces, areas where every project has one; none of either where two
    would look alike.
    """
    themes = [
        list(dict.fromkeys(filter(None, map(str.strip, one_line(p.theme).split(",")))))
        for p in projects
    ]
    areas = [one_line(project.area) for project in projects]
    with_themes = _apart(label for each in themes for label in each)
    with_areas = all(areas) and _apart(areas)
    return [
        replace(
            project,
            theme=",".join(theme) if with_themes else "",
            area=area if with_areas else "",
        )
        for project, theme, area in zip(projects, themes, areas, strict=True)
    ]


def _apart(labels: Iterable[str]) -> bool:
    """Whether no two of these differ in case, spaces or accents alone."""
    different = set(labels)
    plain = {
        " ".join(unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().split())
        for text in different
    }
    return len({text.lower() for text in plain}) == len(different)
