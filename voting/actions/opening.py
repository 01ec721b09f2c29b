"""Opening the votes: two different people, after close, and nothing skipped.

A box that does not agree with the list of voters, or a ballot that does not open, stops the opening
and is told; the two people who open then say how to go on (`voting.actions.ways_on`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from nacl.public import PrivateKey

from audit.actions import record
from kit import clock
from kit.long_work import hold_open
from people.models import User
from rounds.models import Round
from voting import box, keys, refusals, sealing, terms, unsealing
from voting.actions import closing, ways_on
from voting.actions.counting import count
from voting.keys import keys_of
from voting.models import BallotLine, KeyHolder, PublishedBallot

LEAST_TO_ASK = timedelta(days=3)


@transaction.atomic
def press_open(round: Round, *, by: User) -> Round:
    """One of the named people presses Open; with the second the votes are opened and counted, or
    the ballots that do not open are named. Raises KeysMissing, WrongKeys.
    """
    round = _closed(round)
    if terms.custody(round) != "two-people":
        raise refusals.OtherWay
    if not _enough(round, by):
        return round
    round = open_votes(round, by=by, private=keys_of(round.box).private_key)
    _press_again_later(round, by)
    return round


@transaction.atomic
def give_share(round: Round, *, by: User, words: str) -> Round:
    """Somebody who keeps a part of the key types their words; with the second the votes are opened.

    The first words wait under the master key until then, and are wiped when the votes are open.
    Where ballots did not open, the second types theirs again once it is decided how to go on.
    """
    round = _closed(round)
    holder = KeyHolder.objects.filter(round=round, person=by, lost_at=None).first()
    if holder is None or holder.share_sha256 is None:
        raise refusals.NotAHolder
    if keys.words_digest(words) != bytes(holder.share_sha256):
        raise refusals.WrongWords
    box_keys = keys_of(round.box)
    if not _enough(round, by):
        box_keys.keep_given(by.pk, words)
        return round
    others = list(_pressed(round).exclude(person=by).values_list("person_id", flat=True))
    round = open_votes(round, by=by, private=lambda: box_keys.private_key_with(words, others))
    _press_again_later(round, by)
    if round.opened_at is not None:
        transaction.on_commit(box_keys.forget_given)
    return round


def _press_again_later(round: Round, by: User) -> None:
    """Where ballots did not open, the second person does their part again once it is decided how to
    go on.
    """
    if round.opened_at is None:
        KeyHolder.objects.filter(round=round, person=by).update(pressed_open_at=None)


@transaction.atomic
def open_votes(round: Round, *, by: User, private: Callable[[], PrivateKey]) -> Round:
    """Open every ballot of a closed box, publish them sorted by T, and count.

    None is ever skipped: where one does not open, all such ballots are named in the record and
    nothing is opened. Raises OfNobody, BoxDamaged for a box that is not the one that was closed.
    """
    round = _closed(round)
    if _pressed(round).count() < terms.holders_needed(round):
        raise refusals.NeedsOther("Two different people are needed to open the votes.")
    hold_open(600)  # many ballots are opened without a word to the database
    if PublishedBallot.objects.filter(round=round).exists():
        raise refusals.BoxDamaged("Opening stopped: ballots were published before this opening.")
    exported = _exported(round)
    opened, damaged = unsealing.unseal_all(exported, private(), unsealing.Shape.of(round))
    if damaged:
        ways_on.name_damaged(round, damaged, by=by)
        return round
    _publish(round, opened)
    _mark_withdrawn(round)
    round.opened_at = clock.now()
    later = _time_to_ask(round)
    round.save(update_fields=["opened_at", "challenge_closes_at", "panel_meets_at"])
    _record(round, by, "box.opened", ballots=len(opened), run=round.box.run, **later)
    if count(round, by=by).ballots != len(opened):
        raise refusals.BoxDamaged("Opening stopped: other ballots were counted than were opened.")
    return round


def _publish(round: Round, opened: Sequence[sealing.Opened]) -> None:
    PublishedBallot.objects.bulk_create(
        (
            PublishedBallot(
                round=round, tracker=ballot.tracker, choices=[[n, 1] for n in ballot.numbers]
            )
            for ballot in sorted(opened)
        ),
        batch_size=2_000,
    )


def _time_to_ask(round: Round) -> dict[str, datetime]:
    """Votes that are opened late leave people some days, all the same, to say that something looks
    wrong, and the panel meets after that; gives the date that moved, for the record.
    """
    closes, ended = round.challenge_closes_at, round.voting_closes_at
    if closes is None or ended is None or round.opened_at is None:
        return {}
    least = round.opened_at + min(LEAST_TO_ASK, closes - ended)
    if closes >= least:
        return {}
    round.challenge_closes_at = least
    if round.panel_meets_at is not None:
        round.panel_meets_at = max(round.panel_meets_at, least)
    return {"challenge_closes_at": least}


def _exported(round: Round) -> list[box.Sealed]:
    """The ballots as they leave the box, which are those that were published at the close but for
    what was set aside. The box is held against the list once more before; while something in it
    belongs to nobody, nothing leaves it.
    """
    closing.hold(round)
    exported = box.export_shuffled(round.pk)
    if unsealing.still_in_box(round) != {sealed.live for sealed in exported}:
        raise refusals.BoxDamaged(
            "Opening stopped: the box does not hold the ballots that were published at the close."
        )
    return exported


def _mark_withdrawn(round: Round) -> None:
    """An idea withdrawn since the ballot was fixed can't win; the votes for it stay published."""
    lines = BallotLine.objects.filter(round=round, withdrawn_at=None, proposal__isnull=False)
    lines.exclude(proposal__status="ready").update(withdrawn_at=clock.now())


def _closed(round: Round) -> Round:
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if locked.opened_at is not None:
        raise refusals.AlreadyOpened
    if locked.vote_sealed_at is None or locked.cancelled_at is not None:
        raise refusals.NotYetClosed
    if ways_on.trouble(locked).damaged:
        raise refusals.BoxDamaged
    return locked


def _pressed(round: Round) -> QuerySet[KeyHolder]:
    holders = KeyHolder.objects.filter(round=round, pressed_open_at__isnull=False, lost_at=None)
    return holders.order_by("pressed_open_at")


def _enough(round: Round, by: User) -> bool:
    """Note that `by` pressed; whether enough different people have now."""
    holder = KeyHolder.objects.select_for_update().filter(round=round, person=by).first()
    if holder is None or holder.lost_at is not None:
        raise refusals.NotAHolder
    needed = terms.holders_needed(round)
    if holder.pressed_open_at is not None and _pressed(round).count() < needed:
        raise refusals.NeedsOther
    if holder.pressed_open_at is None:
        closing.show_door(round)
        holder.pressed_open_at = clock.now()
        holder.save(update_fields=["pressed_open_at"])
    pressed = _pressed(round).count()
    _record(round, by, "box.open_pressed", pressed=pressed, needed=needed)
    return pressed >= needed


def _record(round: Round, by: User, kind: str, **after: int | datetime) -> None:
    record(
        by=by,
        kind=kind,
        subject=round,
        role="opener" if terms.custody(round) == "two-people" else "key holder",
        place=round.neighbourhood_id,
        round=round.pk,
        after=after,
    )
