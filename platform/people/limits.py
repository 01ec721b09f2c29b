"""How often something may be asked for, counted where a refusal does not roll it back.

Callers are outside of any transaction. Addresses and networks stand in the counters as keyed
digests only: who reads the table of counters learns neither.
"""

import hmac
from dataclasses import dataclass

from django.core.cache import cache

from kit import secret_files

_KEY_FILE = "limits.key"


@dataclass(frozen=True)
class Limit:
    """`most` times within `seconds` of the first, for each of what it is counted by."""

    name: str
    most: int
    seconds: int

    def has_room(self, *counted_by: str | bytes) -> bool:
        """Count one more; False when that is one too many."""
        return self.count(*counted_by) <= self.most

    def is_full(self, *counted_by: str | bytes) -> bool:
        """Whether one more would be one too many."""
        return int(cache.get(self._key(counted_by), 0)) >= self.most

    def count(self, *counted_by: str | bytes) -> int:
        """Count one more; gives how many that makes."""
        key = self._key(counted_by)
        if cache.add(key, 1, self.seconds):
            return 1
        try:
            return cache.incr(key)
        except ValueError:  # it ran out between the two lines
            cache.set(key, 1, self.seconds)
            return 1

    def _key(self, counted_by: tuple[str | bytes, ...]) -> str:
        parts = [part.encode() if isinstance(part, str) else part for part in counted_by]
        # Each part with its length before it: no two lists of parts read alike.
        facts = b"".join(len(part).to_bytes(4, "big") + part for part in [b"limit/v1", *parts])
        digest = hmac.digest(secret_files.keep(_KEY_FILE), facts, "sha256")
        return f"people.{self.name}.{digest.hex()}"
