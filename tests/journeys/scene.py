"""A neighbourhood on the day on which its first round opens for ideas."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from evidence.models import Kind
from grants.actions import panels
from kit import clock
from ledger import actions as ledger
from people.models import Residency, Role, User
from places import actions as places
from places.models import Neighbourhood
from places.postcode_files import PostcodeRow
from proposals import actions as proposals
from proposals.actions.work import Cost
from proposals.models import Proposal
from rounds import actions as rounds
from rounds.models import Round
from tests import factories
from tests.journeys.steps import POSTCODES, QUESTIONS
from voting import actions as voting
from voting.models import BallotLine
from voting.voters import Voter

NAMES = {
    "rose": "Rose Hart",
    "dev": "Dev Kalsi",
    "oona": "Oona Lane",
    "vic": "Vic Moor",
    "fin": "Fin Nash",
    "sue": "Sue Day",
    "cat": "Cat Evans",
    "dan": "Dan Ford",
    "eve": "Eve Gill",
    "fay": "Fay Holt",
    "joan": "Joan Ives",
    "kim": "Kim Reed",
}
ROLES = {"oona": "officer", "vic": "officer", "fin": "finance", "joan": "auditor"}
SEATS = {"cat": "chair", "dan": "panel", "eve": "panel", "fay": "panel", "sue": "secretary"}
DUTIES = (
    ("opener", "oona"),
    ("opener", "fin"),
    ("secretary", "sue"),
    ("approver", "oona"),
    ("authoriser", "fin"),
    ("answerer", "vic"),
)
TITLE = "What should £5,000 do for our alleys?"


def people(area: Neighbourhood) -> dict[str, User]:
    """Everybody, with an address here unless they work for the trust."""
    found = {}
    for key, name in NAMES.items():
        user = found[key] = User.objects.create_user(f"{key}@example.org", name)
        if key in ROLES:
            Role.objects.create(person=user, neighbourhood=area, kind=ROLES[key])
        elif key != "sue":
            now = clock.now()
            Residency.objects.create(person=user, neighbourhood=area, how="seen", verified_at=now)
    return found


def begin() -> tuple[Neighbourhood, dict[str, User], Round]:
    """The neighbourhood, its people by first name, and its round, published."""
    area = factories.area(name="Mill Lane", town="Testham", slug="mill-lane", adults=900)
    cast = people(area)
    oona = cast["oona"]
    rows = [PostcodeRow(postcode, lsoa="E01000001") for postcode in POSTCODES]
    places.draw_boundary(area, codes=["E01000001"], by=oona)
    places.load_postcodes(rows, name="Ours", dated=clock.today(), by=oona, neighbourhood=area)
    panel = panels.form_panel(area, name="Mill Lane panel", quorum=3, by=oona)
    for key, position in SEATS.items():
        panels.seat(panel, person=cast[key], position=position, is_resident=key != "sue", by=oona)
    fund = ledger.open_fund(
        area,
        name="Ten-year fund",
        source="Community Wealth Fund",
        starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=3600),
        by=oona,
    )
    factories.money_in(fund, 2_000_000, "First part of the grant")
    return area, cast, announce(area, cast, TITLE)


def announce(area: Neighbourhood, cast: dict[str, User], title: str) -> Round:
    """A small round of £5,000, published, that opens in three weeks or so."""
    oona = cast["oona"]
    start = clock.today() + timedelta(days=14)
    row = rounds.draft(
        area,
        preset="small",
        title=title,
        by=oona,
        fund=area.funds.get(),
        pot_pence=500_000,
        start=start,
    )

    for kind, key in DUTIES:
        rounds.give_duty(row, kind=kind, person=cast[key], by=oona)
    return rounds.publish(row, by=oona)


def hand_in(row: Round, lead: User, title: str, *, pence: int) -> Proposal:
    """Somebody else's idea, worked out and handed in."""
    kind = Kind.objects.get(code="alley-clean-ups")
    words = {"what": "We do it together.", "where": "Mill Lane", "why": "It is grey."}
    idea = proposals.start_idea(row, by=lead, title=title, theme="greener", **words)  # type: ignore[arg-type]
    proposals.share(idea, by=lead)
    proposals.develop(
        idea,
        by=lead,
        costs=[Cost("Work", pence)],
        kind=kind,
        indicator=kind.indicator,
        who_delivers="us",
        target=Decimal(10),
        due=clock.today() + timedelta(days=400),
    )
    return proposals.submit(idea, by=lead)


def pass_the_others(row: Round, officer: User) -> None:
    """Whatever else was handed in can go to the vote."""
    for proposal in Proposal.objects.filter(round=row, status="submitted"):
        for kind, reason in QUESTIONS.items():
            proposals.check(proposal, kind=kind, passed=True, reason=reason, by=officer)
        proposals.pass_to_vote(proposal, by=officer)


def vote(row: Round, voter: User, titles: list[str]) -> None:
    """A neighbour's ballot."""
    row.refresh_from_db()
    lines = BallotLine.objects.filter(round=row, proposal__title__in=titles)
    numbers = [line.number for line in lines]
    slip = voting.prepare(row, by=Voter(voter), numbers=numbers)
    voting.cast(row, by=Voter(voter), field=slip, numbers=numbers)
