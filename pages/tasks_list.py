"""What staff of a neighbourhood have to do: setting it up, and what waits today."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Q
from django.urls import reverse

from evidence.models import Observation
from grants import waiting as waiting_money
from grants.models import Award, Panel, ProgressReport
from kit.lists import joined
from ledger.models import Deposit, Fund, Move
from pages import links
from people.models import Residency, Role
from people.standing import Standing
from places.models import Neighbourhood
from places.postcodes import can_tell
from proposals.models import Proposal, Report
from rounds.models import Round
from voting import queue, steps
from voting.actions import ways_on
from voting.models import Challenge


@dataclass(frozen=True)
class Task:
    """One line of a task list, with how it stands."""

    title: str
    url: str
    hint: str
    done: bool

    @property
    def status(self) -> str:
        return "Done" if self.done else "To do"

    @property
    def tone(self) -> str:
        return "good" if self.done else "few"


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person: how many, and where."""

    count: int
    # What waits, said of one and of several: "address to check|addresses to check".
    words: str
    url: str

    @property
    def what(self) -> str:
        one, _, several = self.words.partition("|")
        return one if self.count == 1 else several


def set_up(area: Neighbourhood, standing: Standing) -> list[Task]:
    """The steps from an empty neighbourhood to its first round, in order; each with its address
    where the person may take it.
    """
    return [
        task if links.may_open(standing, task.url, area) else replace(task, url="")
        for task in _steps(area)
    ]


def _steps(area: Neighbourhood) -> list[Task]:
    staff = Role.objects.filter(
        Q(neighbourhood=area) | Q(neighbourhood=None),
        kind__in=["officer", "finance"],
        ended_at=None,
    )
    people = staff.values("person").distinct().count()
    deposited = Move.objects.filter(fund__neighbourhood=area, kind="deposit").exists()
    entered = Deposit.objects.filter(
        neighbourhood=area, confirmed_at=None, taken_back_at=None
    ).exists()
    seats = Panel.objects.filter(neighbourhood=area, members__left_at=None, members__isnull=False)
    return [
        Task(
            "Say which trust holds the money",
            reverse("places:edit", args=[area]),
            _trust_hint(area),
            bool(area.trust_name),
        ),
        Task(
            "Load the postcodes",
            reverse("places:postcodes", args=[area]),
            "A list of your postcodes, or the ONS file with your boundary",
            can_tell(area),
        ),
        Task(
            "Invite the people who run it",
            reverse("people:staff-people", args=[area]),
            "At least two of the trust: no money comes in or goes out by one person alone",
            people >= 2,
        ),
        Task(
            "Open a fund and put money in",
            reverse("ledger:deposits", args=[area]) if entered else _fund_url(area),
            "Entered: a second person must confirm it"
            if entered and not deposited
            else "Where it comes from, and the first deposit: one enters it, another confirms",
            deposited,
        ),
        Task(
            "Form the panel",
            reverse("grants:panel", args=[area]),
            "Mostly residents; they decide, the trust pays",
            seats.exists(),
        ),
        Task(
            "Set up a round",
            _round_url(area),
            "Start from a preset; publish when everything is there",
            Round.objects.in_area(area).shown().exists(),
        ),
    ]


def _trust_hint(area: Neighbourhood) -> str:
    """What is asked about the trust, or what of it is still open once its name is there."""
    if not area.trust_name:
        return "Its name; if there are, its charity number and an e-mail address for questions"
    given = {
        "charity number": area.trust_charity_number,
        "e-mail address for questions": area.contact_email,
    }
    left = [name for name, value in given.items() if not value]
    return f"Its name is there. Not given: {joined(left)}" if left else "Everything is there"


def _fund_url(area: Neighbourhood) -> str:
    fund = Fund.objects.filter(neighbourhood=area).first()
    if fund is None:
        return reverse("ledger:fund-new", args=[area])
    return reverse("ledger:deposit", args=[area, fund.pk])


def _round_url(area: Neighbourhood) -> str:
    latest = Round.objects.in_area(area).order_by("-number").first()
    if latest is None:
        return reverse("rounds:new", args=[area])
    return reverse("rounds:setup", args=[area, latest.number])


def waiting(area: Neighbourhood, standing: Standing) -> list[Waiting]:
    """What waits for this person today, only where there is something."""
    return [
        item
        for item in _queues(area, standing)
        if item.count and links.may_open(standing, item.url, area)
    ]


def _queues(area: Neighbourhood, standing: Standing) -> Iterator[Waiting]:
    entered = Deposit.objects.filter(neighbourhood=area, confirmed_at=None, taken_back_at=None)
    yield Waiting(
        entered.exclude(entered_by=standing.person).count() if standing.is_staff(area) else 0,
        "deposit to confirm|deposits to confirm",
        reverse("ledger:deposits", args=[area]),
    )
    yield Waiting(
        Residency.objects.filter(neighbourhood=area, verified_at=None, ended_at=None).count(),
        "address to check|addresses to check",
        reverse("people:staff-people", args=[area]),
    )
    for round_ in (
        Round.objects.in_area(area)
        .shown()
        .filter(signed_off_at=None, cancelled_at=None)
        .select_related("box")
    ):
        yield from _round_queues(area, round_)
    awards = Award.objects.filter(proposal__round__neighbourhood=area)
    url = reverse("grants:awards", args=[area])
    for count, words in (
        (
            waiting_money.without_holder(area),
            "award to find a holder for|awards to find holders for",
        ),
        (waiting_money.payees(area), "payee to confirm|payees to confirm"),
        (waiting_money.payments(area), "payment to make|payments to make"),
        (waiting_money.to_put_back(area), "sum to put back in the pot|sums to put back in the pot"),
    ):
        yield Waiting(count, words, url)
    reports = ProgressReport.objects.filter(award__in=awards, accepted_at=None)
    yield Waiting(reports.count(), "report to read|reports to read", url)
    measured = Observation.objects.filter(expectation__place=area, verified_at=None)
    yield Waiting(
        measured.count(),
        "measurement to verify|measurements to verify",
        reverse("evidence:waiting", args=[area]),
    )


def _round_queues(area: Neighbourhood, round_: Round) -> Iterator[Waiting]:
    where = f"in round {round_.number}"
    url = reverse("proposals:checks", args=[area, round_.number])
    ideas = Proposal.objects.filter(round=round_)
    unseen = ideas.filter(needs_look=True, looked_at=None).exclude(status="draft")
    first = f"idea to look at first {where}|ideas to look at first {where}"
    yield Waiting(unseen.count(), first, url)
    submitted = ideas.filter(status="submitted").exclude(pk__in=unseen.values("pk")).count()
    yield Waiting(submitted, f"proposal to check {where}|proposals to check {where}", url)
    reports = Report.objects.filter(proposal__round=round_, answered_at=None)
    yield Waiting(reports.count(), f"report about an idea {where}|reports about ideas {where}", url)
    challenges = Challenge.objects.filter(round=round_, answered_at=None)
    yield Waiting(
        challenges.count(),
        f"question to answer {where}|questions to answer {where}",
        reverse("voting:challenges", args=[area, round_.number]),
    )
    yield Waiting(
        queue.waiting(round_),
        f"voter to look at {where}|voters to look at {where}",
        reverse("voting:look", args=[area, round_.number]),
    )
    opening = reverse("voting:opening", args=[area, round_.number])
    waits = hasattr(round_, "box") and bool(ways_on.trouble(round_))
    yield Waiting(int(waits), f"vote that waits for a decision how to go on {where}", opening)
    yield Waiting(
        int(round_.vote_sealed_at is not None and round_.opened_at is None and not waits),
        f"vote to open {where}",
        opening,
    )
    yield from _vote_steps(area, round_)


def _vote_steps(area: Neighbourhood, round_: Round) -> Iterator[Waiting]:
    """The next step of a vote that is due to open."""
    due = steps.due(round_)
    if due is None:
        return
    left, step = due
    rest = f"before the vote of round {round_.number} can open. To do now: {step.title}"
    url = reverse("voting:box", args=[area, round_.number])
    yield Waiting(left, f"step {rest}|steps {rest}", url)
