"""A fund with money in it, a pot for a round, and an award to move about."""

from __future__ import annotations

from uuid import uuid4

import pytest

from ledger import books
from ledger.models import Commitment, Fund, Pot
from people.models import User
from places.models import Neighbourhood
from tests import factories


@pytest.fixture
def fund(area: Neighbourhood, finance: User) -> Fund:
    """A fund with £50,000."""
    fund = factories.fund(area)
    factories.money_in(fund, 5_000_000, "First part")
    return fund


@pytest.fixture
def pot(fund: Fund, finance: User) -> Pot:
    """£20,000 of it in a round."""
    return factories.filled_pot(
        fund, pot_pence=2_000_000, round_ref=uuid4(), name="Round 1", by=finance
    )


@pytest.fixture
def award(pot: Pot) -> Commitment:
    """£3,500 of that on offer."""
    return books.commit(uuid4(), pot, 350_000, uuid4(), request={}, memo="Alley clean-up")
