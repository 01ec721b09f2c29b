"""Opening the votes: two different people, after close, and nothing skipped."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from nacl.public import PrivateKey

from audit.actions import record
from kit import clock
from people.models import User
from rounds.models import Round
from voting import box, keys, refusals, sealing, terms
from voting.actions.counting import count
from voting.actions.setup import keys_of
from voting.models import BallotLine, KeyHolder, LiveTag, PublishedBallot

LEAST_TO_ASK = timedelta(days=3)


@transaction.atomic
def press_open(round: Round, *, by: User) -> Round:
    """One of the named people presses Open; with the second the votes are opened and counted."""
    round = _closed(round)
    if terms.custody(round) != "two-people":
        raise refusals.OtherWay
    if _enough(round, by):
        open_votes(round, by=by, private=keys_of(round.box).private_key)
    return round


@transaction.atomic
def give_share(round: Round, *, by: User, words: str) -> Round:
    """Somebody who keeps a part of the key types their words; with the second the votes are opened.

    The first words wait under the master key until then, and are wiped when the votes are open.
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
    open_votes(round, by=by, private=lambda: box_keys.private_key_with(words, others))
    transaction.on_commit(box_keys.forget_given)
    return round


@transaction.atomic
def open_votes(round: Round, *, by: User, private: Callable[[], PrivateKey]) -> Round:
    """Open every ballot of a closed box, publish them sorted by T, and count.

    One that does not open stops everything and is named: none is ever skipped.
    """
    round = _closed(round)
    if _pressed(round).count() < terms.holders_needed(round):
        raise refusals.NeedsOther("Two different people are needed to open the votes.")
    # Opening many ballots takes a while without a word to the database.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '600s'")
    opened = _opened(round, private())
    PublishedBallot.objects.bulk_create(
        (
            PublishedBallot(
                round=round, tracker=ballot.tracker, choices=[[n, 1] for n in ballot.numbers]
            )
            for ballot in sorted(opened)
        ),
        batch_size=2_000,
    )
    _mark_withdrawn(round)
    round.opened_at = clock.now()
    later = _time_to_ask(round)
    round.save(update_fields=["opened_at", "challenge_closes_at", "panel_meets_at"])
    _record(round, by, "box.opened", ballots=len(opened), run=round.box.run, **later)
    count(round, by=by)
    return round


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


def _opened(round: Round, private: PrivateKey) -> list[sealing.Opened]:
    exported = box.export_shuffled(round.pk)
    told = LiveTag.objects.filter(round=round, run=round.box.run, counts=True)
    published = {bytes(tag) for tag in told.values_list("tag", flat=True)}
    if published != {sealed.live for sealed in exported}:
        raise refusals.BoxDamaged(
            "Opening stopped: the box does not hold the ballots that were published at the close."
        )
    lines = BallotLine.objects.filter(round=round).count()
    most = terms.most_choices(round)
    opened = [_open_one(sealed, private, lines, most) for sealed in exported]
    if len({ballot.tracker for ballot in opened}) != len(published):
        raise refusals.BoxDamaged("Opening stopped: two ballots carry the same receipt.")
    return opened


def _open_one(
    sealed: box.Sealed, private: PrivateKey, lines: int, most: int | None
) -> sealing.Opened:
    try:
        opened = sealing.decode(sealing.unseal(private, sealed.ciphertext), lines=lines)
    except sealing.NotABallot:
        raise _damaged(sealed) from None
    if not opened.numbers or most is not None and len(opened.numbers) > most:
        raise _damaged(sealed)
    return opened


def _damaged(sealed: box.Sealed) -> refusals.BoxDamaged:
    return refusals.BoxDamaged(
        f"Opening stopped: ballot {sealed.live.hex()} is not as it was cast. Nothing was counted."
    )


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
