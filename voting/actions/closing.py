"""Closing: after it the box takes nothing, and what it holds is held against the list of voters and
published before anybody can open it.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction

from audit.actions import record
from kit import clock, site_key
from kit.actor import SYSTEM, Actor
from people import post
from people.models import User
from rounds.models import Round
from voting import box, notice_jobs, refusals, sealing, terms
from voting.actions.roll import one_at_a_time
from voting.keys import keys_of
from voting.models import Box, Closing, KeyHolder, LiveTag, RollEntry, SetAside

LATE_AFTER = timedelta(minutes=10)


class Places(NamedTuple):
    """Where the entries of a list have their places in the box: those that may vote, and void
    ones.
    """

    valid: list[bytes]
    void: list[bytes]


@transaction.atomic
def close(round: Round, *, by: Actor, role: str = "date") -> Round:
    """Close the vote once its date has come: set ballots of void entries aside, mark those that
    belong to nobody, and publish the tags of all.

    The lock waits for ballots that are being cast; those that come later find the vote closed. The
    list is locked before the round, as it is by whoever adds to it. Raises NotYetClosed,
    AlreadyClosed, and KeysMissing or WrongKeys, after which nothing is done by half.
    """
    one_at_a_time(round)
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.vote_sealed_at is not None:
        raise refusals.AlreadyClosed
    if not is_due(round):
        raise refusals.NotYetClosed
    the_box = round.box
    if is_held(round):
        raise refusals.BoxDamaged
    places = places_of(round, known_kr(the_box))
    held = box.close_box(round.pk, door=door_of(round), **places._asdict())
    tags = box.final_tags(round.pk)
    round.vote_sealed_at = clock.now()
    round.save(update_fields=["vote_sealed_at"])
    closing = _keep(round, len(places.valid), held, tags)
    LiveTag.objects.bulk_create(
        (
            LiveTag(round=round, run=the_box.run, tag=tag, counts=how != "replaced")
            for tag, how in tags
        ),
        batch_size=2_000,
    )
    _put_void_aside(closing, tags)
    _record(closing, tags, by=by, role=role)
    # In the same transaction: whoever closes the vote, the voters of the last batch are told.
    notice_jobs.defer(round)
    tell_holders(
        round,
        template="email/voting/to_open.txt",
        key=f"voting.to_open {round.pk} {the_box.run}",
        needed=terms.holders_needed(round),
    )
    return round


def tell_holders(
    round: Round, *, template: str, key: str, but: User | None = None, **context: object
) -> None:
    """Write to the people who open the votes, but to `but`; once for each `key`."""
    holders = KeyHolder.objects.filter(round=round, lost_at=None).exclude(person=but)
    for holder in holders.select_related("person"):
        post.write(
            to=holder.person,
            template=template,
            context={"round": round, "area": round.neighbourhood, **context},
            key=f"{key} {holder.person_id}",
        )


@transaction.atomic
def hold_late(round: Round) -> Closing:
    """Hold a box against the list that an earlier version closed without doing so. Raises
    NotYetClosed, AlreadyClosed when it was done before, KeysMissing, WrongKeys.
    """
    one_at_a_time(round)
    round = Round.objects.select_for_update().get(pk=round.pk)
    if is_held(round):
        raise refusals.AlreadyClosed
    held = hold(round)
    tags = box.final_tags(round.pk)
    on_list = RollEntry.objects.filter(round=round, void_at=None).count()
    closing = _keep(round, on_list, held, tags)
    _put_void_aside(closing, tags)
    _record(closing, tags, by=SYSTEM, role="date", kind="box.checked")
    return closing


def not_held(round: Round) -> bool:
    """Whether the box was closed by a version that did not hold it against the list."""
    return (
        round.vote_sealed_at is not None
        and round.opened_at is None
        and round.cancelled_at is None
        and not is_held(round)
    )


def is_held(round: Round) -> bool:
    """Whether it is written down how the box agreed with the list at the close of this vote."""
    return Closing.objects.filter(round=round, run=round.box.run).exists()


def is_due(round: Round) -> bool:
    """Whether the vote's end has come and nobody has closed it."""
    return (
        round.box_ready_at is not None
        and round.vote_sealed_at is None
        and round.cancelled_at is None
        and round.voting_closes_at is not None
        and clock.now() >= round.voting_closes_at
    )


def is_late(round: Round) -> bool:
    """Whether the vote should have been closed for some minutes: something keeps it from that."""
    ended = round.voting_closes_at
    return is_due(round) and ended is not None and clock.now() >= ended + LATE_AFTER


def late() -> list[Round]:
    """Votes that should have been closed for some minutes, wherever they are; one query."""
    ended = Round.objects.filter(
        box_ready_at__isnull=False,
        vote_sealed_at=None,
        cancelled_at=None,
        voting_closes_at__lte=clock.now() - LATE_AFTER,
    )
    return list(ended.select_related("neighbourhood").order_by("voting_closes_at"))


def known_kr(the_box: Box) -> bytes:
    """K_r of a box, the very one it was made with. Raises KeysMissing, WrongKeys."""
    kr = keys_of(the_box).kr()
    if sealing.kr_digest(kr) != bytes(the_box.kr_sha256):
        raise refusals.WrongKeys
    return kr


def arm(the_box: Box) -> bool:
    """Give a box of an earlier version its door; whether it had none. Raises KeysMissing,
    WrongKeys.
    """
    if the_box.door_sha256 is not None:
        return False
    the_box.door_sha256 = sealing.door_digest(known_kr(the_box), the_box.round_id)
    with transaction.atomic():
        site_key.show_for_deed()
        the_box.save(update_fields=["door_sha256"])
    return True


def hold(round: Round) -> box.Held:
    """Hold a closed box against the list once more, as it is now. Raises KeysMissing, WrongKeys."""
    door = door_of(round)
    return box.check_box(round.pk, door=door, **places_of(round, known_kr(round.box))._asdict())


def show_door(round: Round) -> None:
    """Show the door of a round's box in this transaction. Raises KeysMissing, WrongKeys."""
    box.show_door(round.pk, door_of(round))


def door_of(round: Round) -> bytes:
    """What opens the door of a round's box, which has one afterwards. Raises KeysMissing,
    WrongKeys.
    """
    kr = known_kr(round.box)
    arm(round.box)
    return sealing.door(kr, round.pk)


def places_of(round: Round, kr: bytes) -> Places:
    """The place in the box of every entry of the list."""
    rows = RollEntry.objects.filter(round=round).values_list("voter_ref", "void_at")
    found = Places([], [])
    for ref, void_at in rows.iterator(chunk_size=5_000):
        (found.valid if void_at is None else found.void).append(sealing.place(kr, round.pk, ref))
    return found


def _keep(round: Round, on_list: int, held: box.Held, tags: Sequence[tuple[bytes, str]]) -> Closing:
    return Closing.objects.create(
        round=round,
        run=round.box.run,
        on_list=on_list,
        replaced=sum(how == "replaced" for _, how in tags),
        **held._asdict(),
    )


def _put_void_aside(closing: Closing, tags: Sequence[tuple[bytes, str]]) -> None:
    SetAside.objects.bulk_create(
        (
            SetAside(round=closing.round, run=closing.run, tag=tag, why=how)
            for tag, how in tags
            if how == "void"
        ),
        batch_size=2_000,
    )


def _record(
    closing: Closing,
    tags: Sequence[tuple[bytes, str]],
    *,
    by: Actor,
    role: str,
    kind: str = "box.closed",
) -> None:
    """`root` is over every tag that was in the box, replaced ones left out; `ballots` counts them,
    and the three figures after it add up to it.
    """
    round, there = closing.round, [tag for tag, how in tags if how != "replaced"]
    record(
        by=by,
        kind=kind,
        subject=round,
        role=role,
        place=round.neighbourhood_id,
        round=round.pk,
        after={
            "ballots": len(there),
            "in_box": closing.in_box,
            "set_aside": closing.set_aside,
            "of_nobody": closing.of_nobody,
            "on_list": closing.on_list,
            "replaced": closing.replaced,
            "root": sealing.root(there).hex(),
            "run": closing.run,
        },
    )
