"""What projects like this one reached: facts for those who propose, vote and decide. No averages,
no ranks.

A percentage is of the change that was hoped for: from the value before, where it is known, to the
target. For things that are better when they fall this is the share of the fall; without a value
before there is none.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from evidence import catalogue
from evidence.models import Expectation, Indicator, Kind, Observation
from kit import clock
from places.models import Neighbourhood

STATES = {
    "reached": "Reached",
    "partly": "Partly reached",
    "missed": "Not reached",
    "too-soon": "Too soon to say",
    "not-reported": "Not reported",
}
TONES = {
    "reached": "good",
    "partly": "mid",
    "missed": "mid",
    "too-soon": "few",
    "not-reported": "bad",
}

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


@dataclass(frozen=True)
class Past:
    """One funded project: what it hoped for and, once verified, what was measured."""

    expectation: Expectation
    observation: Observation | None
    waiting: bool
    today: date

    @property
    def label(self) -> str:
        return self.expectation.label

    @property
    def round_number(self) -> int:
        return self.expectation.round_number

    @property
    def indicator(self) -> Indicator:
        return self.expectation.indicator

    @property
    def value(self) -> Decimal | None:
        """The newest verified value."""
        return self.observation.value if self.observation else None

    @property
    def percent(self) -> int | None:
        """Per cent of the hoped-for change that happened; below zero when it went the other way.
        None without a verified value, or where it can't be said fairly."""
        if self.value is None or self._few:
            return None
        start = self.expectation.baseline
        if start is None:
            if self.indicator.better == "down":
                return None
            start = Decimal(0)
        hoped = self.expectation.target - start
        if not hoped:
            return None
        part = 100 * (self.value - start) / hoped
        return int(part.to_integral_value(ROUND_HALF_UP))

    @property
    def of_hoped(self) -> str:
        """ "73% of what it hoped for", "40% of the fall it hoped for"; "" if it can't be said."""
        return "" if self.percent is None else shares([self], "it")

    @property
    def state(self) -> str:
        """A key of STATES."""
        if self.value is None:
            late = self.expectation.due < self.today and not self.waiting
            return "not-reported" if late else "too-soon"
        target = self.expectation.target
        down = self.indicator.better == "down"
        if self.value <= target if down else self.value >= target:
            return "reached"
        return "missed" if self._no_progress else "partly"

    @property
    def state_name(self) -> str:
        """The state for people; a value that waits for its check says so."""
        return "Being checked" if self.value is None and self.waiting else STATES[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def reached(self) -> str:
        """ "44 young people a week", or "" without a verified value."""
        return "" if self.value is None else catalogue.amount(self.value, self.indicator)

    @property
    def hoped(self) -> str:
        """ "60 young people a week"."""
        return catalogue.amount(self.expectation.target, self.indicator)

    @property
    def before(self) -> str:
        """What it was before, or "" when nobody measured."""
        start = self.expectation.baseline
        return "" if start is None else catalogue.amount(start, self.indicator)

    @property
    def _few(self) -> bool:
        return self.value is not None and catalogue.shown(self.value, self.indicator) == "a few"

    @property
    def _no_progress(self) -> bool:
        start = self.expectation.baseline
        if self.value is None or (start is None and self.indicator.better == "down"):
            return False
        change = self.value - (start or Decimal(0))
        return change >= 0 if self.indicator.better == "down" else change <= 0


@dataclass(frozen=True)
class TrackRecord:
    """What funded projects of one kind in one neighbourhood reached. `hoped` is what a new one
    says, in the unit of `indicator`."""

    kind: Kind
    indicator: Indicator
    projects: tuple[Past, ...] = field(default=())
    hoped: Decimal | None = None

    @property
    def sentence(self) -> str:
        """ "Four projects like this reached 12 to 44 young people a week, 40% to 110% of what they
        hoped for; this one says 60."
        """
        if not self.projects:
            return "Nothing like this was tried here before."
        return f"{self._what_was_reached()}{self._this_one()}."

    @property
    def measured(self) -> list[Past]:
        """Those with a verified value of this record's indicator, in the order of their rounds."""
        return [
            past
            for past in self.projects
            if past.value is not None and past.indicator.pk == self.indicator.pk
        ]

    @property
    def tally(self) -> str:
        """ "2 reached, 1 partly reached, 1 too soon to say": how many stand how, in a fixed
        order."""
        states = [past.state for past in self.projects]
        said = [
            f"{states.count(state)} {name.lower()}"
            for state, name in STATES.items()
            if state in states
        ]
        return ", ".join(said)

    def _what_was_reached(self) -> str:
        measured = self.measured
        if not measured:
            return f"{_like_this(len(self.projects))} got money, but nothing is measured yet"
        values = sorted(past.value for past in measured if past.value is not None)
        ends = [catalogue.shown(value, self.indicator) for value in (values[0], values[-1])]
        figures = " to ".join(dict.fromkeys(ends))
        verb = "ended at" if self.indicator.better == "down" else "reached"
        what = catalogue.joined(figures, self.indicator.unit)
        return f"{_like_this(len(measured))} {verb} {what}{_of_hoped(measured)}"

    def _this_one(self) -> str:
        if self.hoped is None:
            return ""
        sign = "%" if self.measured and self.indicator.unit.startswith("%") else ""
        if not self.measured:
            return f"; this one says {catalogue.amount(self.hoped, self.indicator)}"
        return f"; this one says {catalogue.figure(self.hoped)}{sign}"


def of_kind(
    place: Neighbourhood,
    kind: Kind,
    *,
    indicator: Indicator | None = None,
    hoped: Decimal | None = None,
    without: UUID | None = None,
    up_to_round: int | None = None,
) -> TrackRecord:
    """What funded projects of this kind reached here.

    `indicator` is what the new project is measured by (the kind's own unless given) and `hoped` its
    target; `without` leaves that project's own expectation out; `up_to_round` leaves later rounds
    out.
    """
    rows = _funded(place, up_to_round).filter(kind=kind)
    if without is not None:
        rows = rows.exclude(subject=without)
    return TrackRecord(kind, indicator or kind.indicator, _past(list(rows)), hoped)


def of_kinds(
    place: Neighbourhood, codes: Collection[str], *, up_to_round: int | None = None
) -> dict[str, TrackRecord]:
    """The same for several kinds at once, by their codes, however many there are."""
    projects = _past(list(_funded(place, up_to_round).filter(kind__in=codes)))
    return {
        kind.pk: TrackRecord(
            kind,
            kind.indicator,
            tuple(one for one in projects if one.expectation.kind_id == kind.pk),
        )
        for kind in catalogue.kinds().filter(pk__in=codes)
    }


def of_place(place: Neighbourhood, *, up_to_round: int | None = None) -> list[TrackRecord]:
    """One track record for each kind that was tried here, in the catalogue's order."""
    projects = _past(list(_funded(place, up_to_round)))
    return [
        TrackRecord(kind, _usual(kind, mine), mine)
        for kind in catalogue.kinds()
        if (mine := tuple(past for past in projects if past.expectation.kind_id == kind.pk))
    ]


def projects_of(place: Neighbourhood) -> list[Past]:
    """Every funded project of the neighbourhood, those of the newest round first."""
    projects = _past(list(_funded(place, None)))
    return sorted(projects, key=lambda past: (-past.round_number, past.label))


def _usual(kind: Kind, projects: tuple[Past, ...]) -> Indicator:
    """What projects of this kind were mostly measured by here, else what the catalogue says."""
    measured = [past.indicator for past in projects if past.value is not None]
    if not measured:
        return kind.indicator
    counts = Counter(indicator.pk for indicator in measured)
    return max(measured, key=lambda indicator: (counts[indicator.pk], -indicator.pk))


def _funded(place: Neighbourhood, up_to_round: int | None) -> QuerySet[Expectation]:
    newest = Observation.objects.order_by("-recorded_at", "-pk")
    rows = (
        Expectation.objects.filter(place=place, funded_at__isnull=False)
        .select_related("indicator")
        .prefetch_related(Prefetch("observations", queryset=newest))
        .order_by("round_number", "funded_at", "pk")
    )
    return rows if up_to_round is None else rows.filter(round_number__lte=up_to_round)


def _past(rows: list[Expectation]) -> tuple[Past, ...]:
    today = clock.today()
    return tuple(_one(row, today) for row in rows)


def _one(row: Expectation, today: date) -> Past:
    values = list(row.observations.all())
    verified = next((value for value in values if value.verified_at), None)
    waiting = bool(values) and values[0].verified_at is None
    return Past(row, verified, waiting, today)


def _of_hoped(measured: list[Past]) -> str:
    """ ", 60% to 110% of what they hoped for", where that can be said of each of them."""
    if not measured or any(past.percent is None for past in measured):
        return ""
    return f", {shares(measured, 'it' if len(measured) == 1 else 'they')}"


def shares(projects: Sequence[Past], who: str) -> str:
    """ "60% to 110% of what they hoped for", of projects that have a percentage; of what is better
    when it falls, the share of the fall, the largest first, as the lowest figure is.
    """
    percents = [past.percent for past in projects if past.percent is not None]
    down = bool(projects) and all(past.indicator.better == "down" for past in projects)
    ahead = sorted((each for each in percents if each >= 0), reverse=down)
    back = len(percents) - len(ahead)
    hoped = f"the fall {who} hoped for" if down else f"what {who} hoped for"
    ends = " to ".join(dict.fromkeys(f"{each}%" for each in (*ahead[:1], *ahead[-1:])))
    if not back:
        return f"{ends} of {hoped}"
    if not ahead:
        return "the other way than hoped for"
    return f"{ends} of {hoped}, and {back} went the other way"


def _like_this(count: int) -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"
    return f"{number.capitalize()} {'project' if count == 1 else 'projects'} like this"
