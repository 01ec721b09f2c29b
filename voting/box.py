"""The only door to the ballot box: its SQL functions, typed, and their errors as refusals.

R, T and choices never pass here: only `k`, `live` and what is sealed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, cast
from uuid import UUID

from django.db import DatabaseError, connection

from kit.refusal import Refused
from voting import refusals

Argument = UUID | bytes | int

_REFUSED: dict[str, type[Refused]] = {
    "PB001": refusals.VoteNotOpen,
    "PB002": refusals.ChangedElsewhere,
    "PB003": refusals.Replaced,
    "PB004": refusals.WrongKeys,
    "PB005": refusals.NotABallotHere,
    "PB006": refusals.NotYetClosed,
}


class Batch(NamedTuple):
    """How many ballots were in the box, and the root over their tags."""

    number: int
    root: bytes
    ballots: int


class Sealed(NamedTuple):
    """A sealed ballot as it leaves the box: its tag and its bytes."""

    live: bytes
    ciphertext: bytes


def cast_ballot(
    round_id: UUID, *, kr_sha256: bytes, k: bytes, live: bytes, ciphertext: bytes, base_rev: int
) -> int:
    """Put a sealed ballot in the box; gives its revision, 1 for a first one.

    The same `live` again gives the same answer. Raises a refusal for each error of the box.
    """
    arguments: list[Argument] = [round_id, kr_sha256, k, live, ciphertext, base_rev]
    return cast("int", _one("SELECT ballot.cast_ballot(%s, %s, %s, %s, %s, %s)", arguments))


def has_ballot(round_id: UUID, k: bytes) -> int:
    """The revision of the ballot at `k`, 0 when there is none. It tells no time."""
    return cast("int", _one("SELECT ballot.has_ballot(%s, %s)", [round_id, k]))


def in_box(round_id: UUID, live: bytes) -> str:
    """In, replaced or "not found"."""
    return cast("str", _one("SELECT ballot.in_box(%s, %s)", [round_id, live]))


def take_notice(round_id: UUID, *, k: bytes, tag: bytes) -> bool:
    """Whether the notice for `k` is due: true once, and only when a ballot is there."""
    return cast("bool", _one("SELECT ballot.take_notice(%s, %s, %s)", [round_id, k, tag]))


def publish_batch(round_id: UUID) -> Batch | None:
    """A new batch, or None while fewer than twenty ballots came since the last."""
    rows = _all("SELECT * FROM ballot.publish_batch(%s)", [round_id])
    if not rows:
        return None
    number, root, count = cast("tuple[int, bytes, int]", rows[0])
    return Batch(number, bytes(root), count)


def count_batched(round_id: UUID) -> int:
    """How many ballots the last batch told of."""
    return cast("int", _one("SELECT ballot.count_batched(%s)", [round_id]))


def final_tags(round_id: UUID) -> list[tuple[bytes, bool]]:
    """After close: every tag, ascending, and whether its ballot counts. Else NotYetClosed."""
    rows = _all("SELECT tag, counts FROM ballot.final_tags(%s)", [round_id])
    return [(bytes(cast("bytes", tag)), cast("bool", counts)) for tag, counts in rows]


def export_shuffled(round_id: UUID) -> list[Sealed]:
    """After close: every ballot that counts, in random order. Raises NotYetClosed before."""
    rows = _all("SELECT live, ct FROM ballot.export_shuffled(%s)", [round_id])
    return [Sealed(bytes(cast("bytes", live)), bytes(cast("bytes", ct))) for live, ct in rows]


def discard(round_id: UUID) -> int:
    """Drop the ballots of a vote that nobody can open; gives how many. Raises NotLost."""
    with _else(refusals.NotLost):
        return cast("int", _one("SELECT ballot.discard(%s)", [round_id]))


def destroy(round_id: UUID) -> int:
    """Empty the box after the time for challenges; gives how many. Raises TooEarlyToDestroy."""
    with _else(refusals.TooEarlyToDestroy):
        return cast("int", _one("SELECT ballot.destroy(%s)", [round_id]))


@contextmanager
def _else(refusal: type[Refused]) -> Iterator[None]:
    try:
        yield
    except refusals.NotYetClosed as error:
        raise refusal from error


def _one(sql: str, arguments: Sequence[Argument]) -> object:
    return _all(sql, arguments)[0][0]


def _all(sql: str, arguments: Sequence[Argument]) -> list[tuple[object, ...]]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, arguments)
            return list(cursor.fetchall())
    except DatabaseError as error:
        refusal = _REFUSED.get(getattr(error.__cause__, "sqlstate", None) or "")
        if refusal is None:
            raise
        # Without its cause: the database's own words may hold what was sent.
        raise refusal from None
