"""The only door to the ballot box: its SQL functions, typed, and their errors as refusals.

R, T and choices never pass here: only `k`, `live` and what is sealed.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, cast
from uuid import UUID

from django.db import DatabaseError, connection

from kit.refusal import Refused
from voting import refusals

Argument = UUID | bytes | int | str | list[bytes] | None

_REFUSED: dict[str, type[Refused]] = {
    "PB001": refusals.VoteNotOpen,
    "PB002": refusals.ChangedElsewhere,
    "PB003": refusals.Replaced,
    "PB004": refusals.WrongKeys,
    "PB005": refusals.NotABallotHere,
    "PB006": refusals.NotYetClosed,
    "PB007": refusals.OfNobody,
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


class Held(NamedTuple):
    """How many ballots stand how against the list of voters."""

    in_box: int
    set_aside: int
    of_nobody: int


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


def show_door(round_id: UUID, door: bytes) -> None:
    """Show for the rest of this transaction that it comes from a site that holds `K_r`: what a vote
    publishes, and what becomes of it, is refused without. Raises WrongKeys.
    """
    _one("SELECT ballot.show_door(%s, %s)", [round_id, door])


def close_box(
    round_id: UUID, *, door: bytes, valid: Collection[bytes], void: Collection[bytes]
) -> Held:
    """Hold the box against the places of the list, in the transaction that closes the vote.

    `valid` are the places of entries that may vote, `void` those of entries that may not: their
    ballots are set aside, and what is in neither is marked as nobody's. Raises NotYetClosed before
    the vote has ended, WrongKeys.
    """
    return _held("ballot.close_box", round_id, door, valid, void)


def check_box(
    round_id: UUID, *, door: bytes, valid: Collection[bytes], void: Collection[bytes]
) -> Held:
    """Hold a closed box against the list once more, before it is opened. Raises NotYetClosed."""
    return _held("ballot.check_box", round_id, door, valid, void)


def final_tags(round_id: UUID) -> list[tuple[bytes, str]]:
    """After the end: every tag, ascending, and how it stands: "in" or "nobody" (whose) while it is
    in the box, "void", "of-nobody" or "does-not-open" once it is set aside, "replaced". Else
    NotYetClosed.
    """
    rows = _all("SELECT tag, stands FROM ballot.final_tags(%s)", [round_id])
    return [(bytes(cast("bytes", tag)), cast("str", stands)) for tag, stands in rows]


def put_aside(round_id: UUID, *, door: bytes, why: str, tags: Collection[bytes]) -> int:
    """Set named ballots aside, unopened: "of-nobody" or "does-not-open"; gives how many. The deed
    has written its entry before. Raises NotYetClosed.
    """
    sql = "SELECT ballot.put_aside(%s, %s, %s, %s::bytea[])"
    return cast("int", _one(sql, [round_id, door, why, list(tags)]))


def export_shuffled(round_id: UUID) -> list[Sealed]:
    """After close: every ballot that counts, in random order. Raises NotYetClosed before, and
    OfNobody while there are ballots that belong to nobody.
    """
    rows = _all("SELECT live, ct FROM ballot.export_shuffled(%s)", [round_id])
    return [Sealed(bytes(cast("bytes", live)), bytes(cast("bytes", ct))) for live, ct in rows]


def discard(round_id: UUID, *, door: bytes | None) -> int:
    """Take the ballots of a vote that is held again out of the box; gives how many. They are kept,
    closed, until the keys are destroyed. The deed has written its entry before. `door` is None
    where `K_r` is lost, which needs a day since the end. Raises NotLost.
    """
    with _else(refusals.NotLost):
        return cast("int", _one("SELECT ballot.discard(%s, %s::bytea)", [round_id, door]))


def to_destroy(round_id: UUID) -> int:
    """How many ballots would be destroyed now. Raises TooEarlyToDestroy."""
    with _else(refusals.TooEarlyToDestroy):
        return cast("int", _one("SELECT ballot.to_destroy(%s)", [round_id]))


def destroy(round_id: UUID) -> int:
    """Empty the box after the time for challenges; gives how many. The deed has written its entry
    before. Raises TooEarlyToDestroy.
    """
    with _else(refusals.TooEarlyToDestroy):
        return cast("int", _one("SELECT ballot.destroy(%s)", [round_id]))


def _held(
    name: str, round_id: UUID, door: bytes, valid: Collection[bytes], void: Collection[bytes]
) -> Held:
    """Places go in their own order, which is nobody's."""
    sql = f"SELECT in_box, set_aside, of_nobody FROM {name}(%s, %s, %s::bytea[], %s::bytea[])"
    rows = _all(sql, [round_id, door, sorted(valid), sorted(void)])
    return Held(*cast("tuple[int, int, int]", rows[0]))


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
