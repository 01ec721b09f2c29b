"""What the rules say depends on how much money the round has."""

from __future__ import annotations

import pytest

from places.models import Neighbourhood
from rounds import words
from rounds.presets import PRESETS
from tests import factories


@pytest.mark.parametrize(
    ("pot", "can_be_large"), [(500_000, False), (1_000_000, False), (1_000_100, True)]
)
def test_a_pot_that_is_too_small_for_large_projects_names_none(
    area: Neighbourhood, pot: int, can_be_large: bool
) -> None:
    rules = PRESETS["small"].draft_rules()
    rules["proposals"]["max_asked_pence"] = None
    rules["outcome"]["baseline_from_pence"] = 1_000_000
    round_ = factories.round_in("draft", area, rules=rules, pot_pence=pot)
    facts = " ".join(words.sentences(round_))
    assert ("£10,000" in facts) == can_be_large
