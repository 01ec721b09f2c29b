"""A round before its panel: money in the pot, a counted vote, a panel of six and its secretary."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from evidence import actions as evidence
from evidence.models import Indicator, Kind
from grants import actions
from grants.models import Award, Decision, Meeting, Member, Panel
from kit import clock, site_key
from ledger.models import Fund, Pot
from people.models import User
from places.models import Neighbourhood
from proposals.models import Proposal
from rounds.models import Round
from rounds.presets import PRESETS
from tests import factories, postgres
from voting.actions.counting import count
from voting.models import BallotLine, PublishedBallot

POT = 1_000_000


@dataclass
class Scene:
    """Everybody and everything that a test about a panel needs. Money in pence."""

    area: Neighbourhood
    round: Round
    fund: Fund
    pot: Pot
    panel: Panel
    officer: User
    finance: User
    secretary: User
    chair: Member
    members: list[Member]
    proposals: list[Proposal]
    meeting: Meeting
    keys: dict[UUID, UUID] = field(default_factory=dict)

    @property
    def picked(self) -> list[Proposal]:
        """The two proposals that the vote picked: £2,500 and £4,000."""
        return self.proposals[:2]

    @property
    def unpicked(self) -> Proposal:
        """The proposal that did not fit: £6,000."""
        return self.proposals[2]

    def declare(self, member: Member, proposal: Proposal) -> None:
        actions.declare_interest(
            self.meeting,
            member=member,
            proposal=proposal,
            nature="loyalty",
            words="Trustee of the landlord",
            by=self.secretary,
        )

    def decide(self, proposal: Proposal, outcome: str = "full", **given: Any) -> Decision:
        """Everyone who can vote is for it, unless the test says otherwise."""
        from grants import room

        entitled = room.read(self.meeting).standing(proposal.pk).entitled
        votes = {"votes_for": entitled, "votes_against": 0, "abstained": 0}
        key = self.keys.setdefault(proposal.pk, uuid4())
        asked = {"proposal": proposal, "outcome": outcome, "key": key, "by": self.secretary}
        return actions.decide(self.meeting, **{**votes, **asked, **given})

    def award(self, proposal: Proposal | None = None, **given: Any) -> Award:
        return self.decide(proposal or self.picked[0], **given).award

    def accepted(self, **given: Any) -> Award:
        """An award whose holder took the offer."""
        award = self.award(**given)
        return actions.accept_offer(award, by=award.holder)  # type: ignore[arg-type]

    def ready(self, **given: Any) -> Award:
        """An award whose first payment is due: offer taken, bank details entered and confirmed."""
        award = self.accepted(**given)
        details = actions.enter_bank_details(
            award,
            payee="Alley Group",
            sort_code="08-99-99",
            account_number="66374958",
            by=award.holder,  # type: ignore[arg-type]
        )
        actions.confirm_payee(details, how="Rang the treasurer", by=self.finance)
        return award


def build(area: Neighbourhood, *, phase: str = "panel", together: bool = True) -> Scene:
    """The panel's meeting is open, all six members are there and have declared nothing.

    `together` is the round's rule of that name.
    """
    officer = factories.with_role("officer", area, "Olive Officer")
    finance = factories.with_role("finance", area, "Fay Finance")
    fund = factories.fund(area)
    factories.money_in(fund, 3_000_000, "First part")
    panel = actions.form_panel(area, name="East Marsh panel", quorum=4, by=officer)
    secretary = factories.person("Sam Secretary")
    actions.seat(panel, person=secretary, position="secretary", is_resident=False, by=officer)
    members = [_seat(panel, number, officer) for number in range(6)]
    round_ = _round(area, fund, finance, phase, together)
    proposals = [
        _proposal(round_, number, pence)
        for number, pence in enumerate((250_000, 400_000, 600_000), 1)
    ]
    if phase in ("challenge", "panel"):
        _vote(round_, officer)
    meeting = actions.call_meeting(round_, meets_at=clock.now(), where="The hall", by=secretary)
    pot = round_.pot
    assert pot is not None
    scene = Scene(area, round_, fund, pot, panel, officer, finance, secretary,
                  members[0], members, proposals, meeting)  # fmt: skip
    if phase == "panel":
        _open(scene)
    return scene


def _open(scene: Scene) -> None:
    scene.meeting = actions.open_meeting(scene.meeting, by=scene.secretary)
    for member in scene.members:
        actions.mark_present(scene.meeting, member=member, present=True, by=scene.secretary)
        actions.declare_none(scene.meeting, member=member, by=scene.secretary)


def _round(area: Neighbourhood, fund: Fund, finance: User, phase: str, together: bool) -> Round:
    rules = PRESETS["small"].draft_rules()
    rules["panel"]["together"] = together
    round_ = factories.round_in(
        phase, area, rules=rules, fund=fund, pot_pence=POT, published_at=clock.now()
    )
    round_.pot = factories.filled_pot(
        fund, pot_pence=POT, round_ref=round_.pk, name="Round 1", by=finance
    )
    round_.save(update_fields=["pot"])
    return round_


def _proposal(round_: Round, number: int, pence: int) -> Proposal:
    lead = factories.resident(round_.neighbourhood, f"Lee Lead{number}")
    row = factories.proposal(round_, lead, pence=pence)
    with transaction.atomic():
        site_key.show_for_deed()
        BallotLine.objects.create(
            round=round_, proposal=row, number=number, name=row.title, pence=pence
        )
    kind = row.kind or Kind.objects.create(
        code="alleys", name="Alleys", theme="greener", method="Count", indicator=_indicator()
    )
    evidence.expect(
        row.pk,
        label=row.title,
        place=round_.neighbourhood,
        round_number=round_.number,
        theme="greener",
        kind=kind,
        indicator=kind.indicator,
        target=Decimal(30),
        due=clock.today() + timedelta(days=300),
        by=lead,
    )
    return row


def _indicator() -> Indicator:
    return Indicator.objects.get_or_create(
        number=1,
        defaults={"name": "Bags of litter", "unit": "bags", "better": "down", "source": "Counted"},
    )[0]


def _vote(round_: Round, by: User) -> None:
    """Ideas 1 and 2 get 5 and 4 votes; idea 3 gets 3 and does not fit in what is left."""
    # There was no box: the owner takes the guard away while its ballots are made up.
    table = "voting_publishedballot"
    postgres.as_owner(f"ALTER TABLE {table} DISABLE TRIGGER {table}_in_its_turn")
    with transaction.atomic():
        postgres.show_door(round_.pk)
        for number, choices in enumerate([[1, 2, 3]] * 3 + [[1, 2], [1]]):
            PublishedBallot.objects.create(
                round=round_, tracker=bytes([number]) * 32, choices=[[each, 1] for each in choices]
            )
        count(round_, by=by)
    if not connection.in_atomic_block:
        postgres.as_owner(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_in_its_turn")
    round_.refresh_from_db()


def _seat(panel: Panel, number: int, by: User) -> Member:
    names = ("Ruth Ames", "Bill Batt", "Cora Cole", "Dev Das", "Ed Ellis", "Flo Finch")
    person = factories.person(names[number])
    position = "chair" if number == 0 else "panel"
    return actions.seat(panel, person=person, position=position, is_resident=number < 4, by=by)
