"""Many voters at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle

from bench.under_load.voters import Voter

HANDS = 8  # who vote at the same moment
REST = 0.2  # seconds between two looks at a vote that isn't open


@contextmanager
def voting(voters: Sequence[Voter]) -> Iterator[None]:
    """Have them vote, again and again. When this ends, whoever is at it finishes first. Raises
    GaveUp where the site left somebody without an answer.
    """
    enough = threading.Event()

    def vote(mine: Sequence[Voter]) -> None:
        for voter in cycle(mine):
            if enough.wait(0 if voter.vote() else REST):
                return

    with ThreadPoolExecutor(HANDS) as pool:
        hands = [pool.submit(vote, voters[first::HANDS]) for first in range(HANDS)]
        try:
            yield
        finally:
            enough.set()
    for hand in hands:
        hand.result()
