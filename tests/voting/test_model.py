"""Random histories of one vote against a plain model of what a vote is."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kit.refusal import Refused
from people.models import User
from tests import factories
from tests.voting import scene as scenes
from tests.voting.scene import Scene
from voting import actions, box, refusals, sealing
from voting.actions import ballots
from voting.models import Count, LiveTag, PublishedBallot, RollEntry
from voting.voters import Voter

PEOPLE = 4
who = st.integers(0, PEOPLE - 1)
picks = st.sets(st.integers(1, 3), min_size=1)


@dataclass
class Slip:
    """A confirm page left open: whose, for what, and how many ballots its owner had cast then."""

    owner: int
    numbers: frozenset[int]
    field: str
    cast_before: int
    receipt: str = ""


@dataclass
class Model:
    """What a vote is: each person's newest ballot, and those before it."""

    newest: dict[int, Slip] = field(default_factory=dict)
    replaced: list[Slip] = field(default_factory=list)
    cast: dict[int, int] = field(default_factory=dict)


class Vote(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.scene: Scene = scenes.open_vote(
            factories.area(slug=f"area-{factories.person().pk.hex[:12]}")
        )
        self.people: list[User] = [self.scene.voter() for _ in range(PEOPLE)]
        self.model = Model()
        self.slips: list[Slip] = []
        self.closed = False
        self.opened = False

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @precondition(lambda self: not self.closed)
    @rule(person=who, numbers=picks)
    def check_a_ballot(self, person: int, numbers: set[int]) -> None:
        made = actions.prepare(self.scene.round, by=Voter(self.people[person]), numbers=numbers)
        self.slips.append(Slip(person, frozenset(numbers), made, self.model.cast.get(person, 0)))

    @precondition(lambda self: self.slips)
    @rule(data=st.data(), as_other=st.booleans(), changed=st.booleans())
    def cast_it(self, data: st.DataObject, as_other: bool, changed: bool) -> None:
        slip = data.draw(st.sampled_from(self.slips))
        by = (slip.owner + 1) % PEOPLE if as_other else slip.owner
        numbers = set(slip.numbers) ^ {1} if changed else set(slip.numbers)
        expected = self.expected(slip, by, numbers)
        try:
            with transaction.atomic():
                receipt = actions.cast(
                    self.scene.round, by=Voter(self.people[by]), field=slip.field, numbers=numbers
                )
        except Refused as refusal:
            answer: type[Refused] | None = type(refusal)
        else:
            answer = None
        assert answer is expected
        if expected is None:
            self.check_receipt(slip, receipt.code)

    def check_receipt(self, slip: Slip, code: str) -> None:
        assert slip.receipt in ("", code)
        if not slip.receipt:
            self.remember(slip, code)

    def expected(self, slip: Slip, by: int, numbers: set[int]) -> type[Refused] | None:
        if by != slip.owner or numbers != slip.numbers:
            return refusals.StaleSlip
        if self.model.newest.get(slip.owner) is slip:
            return None
        if slip.receipt:
            return refusals.Replaced
        if self.closed:
            return refusals.VoteNotOpen
        cast = self.model.cast.get(slip.owner, 0)
        return None if cast == slip.cast_before else refusals.ChangedElsewhere

    def remember(self, slip: Slip, code: str) -> None:
        slip.receipt = code
        before = self.model.newest.get(slip.owner)
        if before:
            self.model.replaced.append(before)
        self.model.newest[slip.owner] = slip
        self.model.cast[slip.owner] = self.model.cast.get(slip.owner, 0) + 1

    @precondition(lambda self: not self.closed)
    @rule()
    def close(self) -> None:
        with pytest.raises(refusals.NotYetClosed), transaction.atomic():
            actions.close(self.scene.round, by=self.scene.officer)
        self.scene.end()
        self.closed = True
        tags = {
            bytes(row.tag): row.counts for row in LiveTag.objects.filter(round=self.scene.round)
        }
        assert tags == {
            **{self.live(slip): True for slip in self.model.newest.values()},
            **{self.live(slip): False for slip in self.model.replaced},
        }

    @precondition(lambda self: self.closed and not self.opened)
    @rule()
    def open(self) -> None:
        self.scene.round = self.scene.open()
        self.opened = True
        rows = PublishedBallot.objects.filter(round=self.scene.round)
        assert {bytes(row.tracker): row.choices for row in rows} == {
            sealing.tracker(self.scene.round.pk, slip.receipt): [
                [n, 1] for n in sorted(slip.numbers)
            ]
            for slip in self.model.newest.values()
        }

    @rule()
    def look_at_the_results(self) -> None:
        assert Count.objects.filter(round=self.scene.round).exists() == self.opened

    def tracker(self, slip: Slip) -> bytes:
        return sealing.tracker(self.scene.round.pk, slip.receipt)

    def live(self, slip: Slip) -> bytes:
        return sealing.live_tag(self.scene.round.pk, slip.receipt)

    @invariant()
    def everybody_with_a_ballot_has_exactly_the_newest(self) -> None:
        for number, person in enumerate(self.people):
            assert ballots.has_voted(self.scene.round, person.pk) == (number in self.model.newest)
        for slip in self.model.newest.values():
            assert box.in_box(self.scene.round.pk, self.live(slip)) == "in"
        for slip in self.model.replaced:
            assert box.in_box(self.scene.round.pk, self.live(slip)) == "replaced"
        assert RollEntry.objects.filter(round=self.scene.round).count() == PEOPLE


@pytest.mark.django_db
def test_a_random_history_is_what_a_plain_model_says() -> None:
    run_state_machine_as_test(
        Vote,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
