"""What the site told the voters while one fault after another was tried."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# 0: the connection broke off; 302: nothing was cast, and the ballot says why.
EXPECTED = {0, 200, 302, 409, 422, 503}
SOME, PATIENCE = 2, 5  # ballots on their way, and seconds to wait for as many


@dataclass
class Tally:
    """Counts of one stage, kept by many threads. `longest` is the longest time in seconds in which
    nobody's ballot was acknowledged; `late` counts ballots that were acknowledged and sent after
    the close.
    """

    counts: Counter[str] = field(default_factory=Counter)
    strange: Counter[int] = field(default_factory=Counter)
    longest: float = 0.0
    late: int = 0
    _closed_at: float | None = None
    _on_its_way: int = 0
    _last: float = field(default_factory=time.monotonic)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def sending(self) -> Iterator[None]:
        """A ballot is on its way."""
        with self._lock:
            self._on_its_way += 1
        try:
            yield
        finally:
            with self._lock:
                self._on_its_way -= 1

    def wait_for_ballots_on_their_way(self) -> None:
        """Wait until some voters have sent their ballots and have no answer yet."""
        until = time.monotonic() + PATIENCE
        while self._on_its_way < SOME and time.monotonic() < until:
            time.sleep(0.001)

    def begin(self) -> None:
        """Begin a stage."""
        with self._lock:
            self.counts.clear()
            self.strange.clear()
            self.longest, self._last = 0.0, time.monotonic()

    def acknowledged(self, begun: float, *, settled: bool) -> None:
        """A receipt was shown, for a ballot first sent at `begun` (monotonic seconds); `settled`
        when nobody knew at first.
        """
        with self._lock:
            now = time.monotonic()
            self.longest, self._last = max(self.longest, now - self._last), now
            self.counts["acknowledged"] += 1
            self.counts["settled"] += settled
            self.late += self._closed_at is not None and begun > self._closed_at

    def close(self) -> None:
        """The vote is closed: what is sent from now on and acknowledged came too late."""
        with self._lock:
            self._closed_at = time.monotonic()

    def refused(self, status: int) -> None:
        """A clear answer said that nothing was cast."""
        self._count("refused", status)

    def unclear(self, status: int) -> None:
        """Nobody knew whether a ballot was cast."""
        self._count("unclear", status)

    def pressed_twice(self, *, same: bool) -> None:
        """A ballot that was acknowledged was sent once more; `same` when the receipt was."""
        with self._lock:
            self.counts["again"] += 1
            self.counts["twice"] += not same

    def met(self, status: int) -> None:
        """A page that had to be asked for again."""
        self._count("met", status)

    def _count(self, what: str, status: int) -> None:
        with self._lock:
            self.counts[what] += 1
            if status not in EXPECTED:
                self.strange[status] += 1

    def __getitem__(self, what: str) -> int:
        with self._lock:
            return self.counts[what]
