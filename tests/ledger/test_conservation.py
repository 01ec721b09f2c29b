"""Any sequence of movements, allowed or refused, leaves the books as a plain model says."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kit.actor import SYSTEM
from kit.refusal import Refused
from ledger import actions, books, statement
from ledger.models import Commitment, Fund, Move, Pot
from tests import factories

PENCE = st.integers(min_value=-3, max_value=40)
PICK = st.integers(min_value=0, max_value=9)
PLACES = ("outside", "fund", "round", "offered", "committed", "paid", "fees")


class Books(RuleBasedStateMachine):
    """The real books beside numbers in a dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self.door = transaction.atomic()
        self.door.__enter__()
        self.fund: Fund = factories.fund(factories.area())
        self.model = dict.fromkeys(PLACES, 0)
        self.pots: list[tuple[Pot, dict[str, int]]] = []
        self.awards: list[tuple[Commitment, dict[str, int], dict[str, int]]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.door.__exit__(None, None, None)

    def attempt(self, allowed: bool, deed: Callable[[], object]) -> bool:
        """Do it if the model allows; else see it refused."""
        if allowed:
            deed()
            return True
        with pytest.raises(Refused), transaction.atomic():
            deed()
        return False

    def shift(self, source: str, target: str, pence: int) -> None:
        self.model[source] -= pence
        self.model[target] += pence

    @rule(pence=PENCE)
    def deposit(self, pence: int) -> None:
        def deed() -> object:
            return factories.money_in(self.fund, pence)

        if self.attempt(pence > 0, deed):
            self.shift("outside", "fund", pence)

    @rule(pence=PENCE)
    def fee(self, pence: int) -> None:
        def deed() -> object:
            return actions.fee(self.fund, pence=pence, key=uuid4(), by=SYSTEM)

        if self.attempt(0 < pence <= self.model["fund"], deed):
            self.shift("fund", "fees", pence)

    @rule(pence=PENCE)
    def allocate(self, pence: int) -> None:
        made: list[Pot] = []

        def deed() -> None:
            made.append(
                factories.filled_pot(
                    self.fund, pot_pence=pence, round_ref=uuid4(), name="Pot", by=SYSTEM
                )
            )

        if self.attempt(0 < pence <= self.model["fund"], deed):
            self.pots.append((made[0], {"total": pence, "taken": 0}))
            self.shift("fund", "round", pence)

    @rule(pick=PICK, pence=PENCE)
    def top_up(self, pick: int, pence: int) -> None:
        if not self.pots:
            return
        pot, figures = self.pots[pick % len(self.pots)]

        def deed() -> object:
            return actions.top_up(pot, pence=pence, by=SYSTEM)

        if self.attempt(0 < pence <= self.model["fund"], deed):
            figures["total"] += pence
            self.shift("fund", "round", pence)

    @rule(pick=PICK)
    def return_left_over(self, pick: int) -> None:
        if not self.pots:
            return
        pot, figures = self.pots[pick % len(self.pots)]
        left = figures["total"] - figures["taken"]
        if self.attempt(left > 0, lambda: actions.return_left_over(pot, by=SYSTEM)):
            figures["total"] -= left
            self.shift("round", "fund", left)

    @rule(pick=PICK, pence=PENCE)
    def award(self, pick: int, pence: int) -> None:
        if not self.pots:
            return
        pot, figures = self.pots[pick % len(self.pots)]
        made: list[Commitment] = []

        def deed() -> None:
            made.append(books.commit(uuid4(), pot, pence, uuid4(), request={}))

        if self.attempt(0 < pence <= figures["total"] - figures["taken"], deed):
            figures["taken"] += pence
            self.awards.append((made[0], figures, {"offered": pence, "committed": 0, "paid": 0}))
            self.shift("round", "offered", pence)

    @rule(pick=PICK, ending=st.sampled_from([books.accept, books.decline, books.lapse]))
    def answer(self, pick: int, ending: Callable[[Commitment], Move]) -> None:
        if not self.awards:
            return
        award, figures, held = self.awards[pick % len(self.awards)]
        pence = award.pence
        if not self.attempt(held["offered"] == pence, lambda: ending(award)):
            return
        target = "committed" if ending is books.accept else "round"
        held["offered"] = 0
        if target == "round":
            figures["taken"] -= pence
        else:
            held["committed"] = pence
        self.shift("offered", target, pence)

    @rule(pick=PICK, pence=PENCE, way=st.sampled_from(["pay", "release", "give_back"]))
    def spend(self, pick: int, pence: int, way: str) -> None:
        if not self.awards:
            return
        award, figures, held = self.awards[pick % len(self.awards)]
        source = "paid" if way == "give_back" else "committed"
        target = {"pay": "paid", "release": "round", "give_back": "fund"}[way]
        deed: Callable[[Commitment, int], Move] = getattr(books, way)
        if not self.attempt(0 < pence <= held[source], lambda: deed(award, pence)):
            return
        held[source] -= pence
        held["paid"] += pence if target == "paid" else 0
        figures["taken"] -= pence if target == "round" else 0
        self.shift(source, target, pence)

    @rule(pick=PICK)
    def undo_a_payment(self, pick: int) -> None:
        paid = list(
            Move.objects.filter(fund=self.fund, kind="pay", reverses=None).order_by("at", "pk")
        )
        if not paid:
            return
        move = paid[pick % len(paid)]
        held = next(held for award, _, held in self.awards if award.pk == move.commitment_id)
        undone = Move.objects.filter(reverses=move).exists()
        if self.attempt(not undone and held["paid"] >= move.pence, lambda: books.reverse(move)):
            held["paid"] -= move.pence
            held["committed"] += move.pence
            self.shift("paid", "committed", move.pence)

    @invariant()
    def the_books_say_what_the_model_says(self) -> None:
        sums = statement.of_fund(self.fund)
        assert {place: getattr(sums, place) for place in PLACES} == self.model
        assert sums.adds_up
        for row, (_, figures) in zip(
            statement.of_pots(pot for pot, _ in self.pots), self.pots, strict=True
        ):
            row.pot.refresh_from_db()
            assert (row.pot.total, row.pot.taken) == (figures["total"], figures["taken"])

    @invariant()
    def nothing_disagrees(self) -> None:
        assert statement.conservation() == []


@pytest.mark.usefixtures("db")
def test_any_sequence_of_movements_keeps_every_pound() -> None:
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_reconciliation_sees_a_pot_that_lost_a_pound(
    pot: Pot, award: Commitment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that an empty answer means something."""
    assert statement.conservation() == []
    monkeypatch.setattr(Pot, "left", property(lambda pot: pot.total - pot.taken - 100))
    (found,) = statement.conservation()
    assert (found.what, found.expected + 100) == ("a pot's account", found.found)


def test_the_command_says_that_every_pound_adds_up(
    award: Commitment, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("check_books")
    assert capsys.readouterr().out == "Every pound adds up.\n"
    monkeypatch.setattr(Pot, "left", property(lambda pot: pot.total - pot.taken - 100))
    with pytest.raises(CommandError, match="do not add up"):
        call_command("check_books")
    assert "expected £16,499, found £16,500" in capsys.readouterr().err
