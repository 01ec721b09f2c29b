"""A round that was counted by equal shares, voted and opened by the real deeds."""

from __future__ import annotations

from random import Random

from places.models import Neighbourhood
from rounds.models import Round
from tests.voting import scene as scenes
from tests.voting.scene import Scene
from voting.counting import Completion, Rule, Rules, TieKey

SHARES = Rules(
    rule=Rule.EQUAL_SHARES,
    completion=Completion.ADD1_GREEDY,
    ties=(TieKey.COST, TieKey.VOTES, TieKey.NUMBER),
)


def by_shares(
    area: Neighbourhood | None = None,
    *,
    voters: int = 12,
    whole_from: int = 10,
    count: Rules = SHARES,
) -> tuple[Scene, Round]:
    """Eight ideas, a pot that pays for about half of them, and the counted round."""
    rules = {
        **scenes.rules(max_choices=None),
        "count": count.to_manifest(),
        "whole_ballots_from": whole_from,
    }
    vote = scenes.open_vote(area, rules=rules, ideas=8, pot_pence=1_000_000)
    random = Random(8)
    for _ in range(voters):
        likes = [number for number in range(1, 9) if random.random() < 1.1 / number**0.5 - 0.1]
        vote.vote(vote.voter(), *(likes or [1]))
    vote.end()
    return vote, vote.open()
