"""When the box can't be opened, the vote is held again: two of three parts of the key are lost, or
those who open it decided so (`voting.actions.ways_on`).

The list of voters and the ballot stay; everything else is new. Nobody's ballot was opened.
"""

from datetime import datetime, timedelta

from django.db import transaction

from audit.actions import record
from kit import clock
from people import post
from people.models import User
from rounds.models import Round
from voting import box, refusals, terms
from voting.actions.closing import door_of
from voting.actions.setup import make_box
from voting.keys import KeysMissing
from voting.models import Box, KeyHolder, RollEntry

LEAST_OPEN = timedelta(days=1)


@transaction.atomic
def declare_share_lost(round: Round, *, by: User, holder: User) -> KeyHolder:
    """Say that a person's part of the key is lost, by themselves or by an officer."""
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.opened_at is not None:
        raise refusals.AlreadyOpened
    if terms.custody(round) != "keyholders":
        raise refusals.OtherWay
    found = KeyHolder.objects.select_for_update().filter(round=round, person=holder).first()
    if found is None:
        raise refusals.NotAHolder
    if found.lost_at is None:
        found.lost_at, found.lost_said_by = clock.now(), by
        found.save(update_fields=["lost_at", "lost_said_by"])
        left = KeyHolder.objects.filter(round=round, lost_at=None).count()
        _record_lost(round, by, left)
    return found


@transaction.atomic
def rerun(round: Round, *, by: User, opens: datetime, closes: datetime) -> Box:
    """Hold a vote again whose box nobody can open any more, on new dates (UTC).

    One person alone can't throw a vote away: whoever said that a part is lost can't also do this.
    Raises NotLost, NeedsAnother, BadNewDates.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    left = KeyHolder.objects.filter(round=round, lost_at=None).count()
    if round.opened_at is not None or left >= terms.holders_needed(round):
        raise refusals.NotLost
    if KeyHolder.objects.filter(round=round, lost_at__isnull=False, lost_said_by=by).exists():
        raise refusals.NeedsAnother
    reason = "Two of the three parts of the key of the ballot box are lost."
    return hold_again(round, by=by, role="officer", opens=opens, closes=closes, reason=reason)


def hold_again(
    round: Round,
    *,
    by: User,
    role: str,
    opens: datetime | None,
    closes: datetime | None,
    reason: str,
) -> Box:
    """Take the ballots out of the box unopened, move the vote to new dates, and make a new box; the
    caller has locked the round and found that it may be so.

    The entry comes first: nothing leaves the box without it. The same people keep the new key. All
    on the list of voters get an e-mail. Later dates move by as much as the end of the vote did.
    """
    opens, closes = check_dates(opens, closes)
    ended, door = _end(round), _door(round)
    if door is None and clock.now() < ended + LEAST_OPEN:
        raise refusals.KeyMayBeFound
    _record(round, by, role, opens=opens, closes=closes, reason=reason)
    box.discard(round.pk, door=door)
    _move(round, opens, closes, later=closes - ended)
    Box.objects.filter(round=round).update(run=round.box.run + 1)
    made = make_box(round, by=by, role=role)
    _tell(round, made.run, reason)
    return made


def _end(round: Round) -> datetime:
    if round.voting_closes_at is None:
        raise refusals.VoteNotOpen
    return round.voting_closes_at


def _door(round: Round) -> bytes | None:
    """What opens the door of the box; None where K_r is lost."""
    try:
        return door_of(round)
    except (KeysMissing, refusals.WrongKeys):
        return None


def check_dates(opens: datetime | None, closes: datetime | None) -> tuple[datetime, datetime]:
    """Both dates. Raises BadNewDates unless the vote opens in the future and stays open for a
    day.
    """
    if opens is None or closes is None or opens < clock.now() or closes < opens + LEAST_OPEN:
        raise refusals.BadNewDates
    return opens, closes


def _move(round: Round, opens: datetime, closes: datetime, *, later: timedelta) -> None:
    round.voting_opens_at, round.voting_closes_at = opens, closes
    for name in ("challenge_closes_at", "panel_meets_at"):
        moment: datetime | None = getattr(round, name)
        if moment is not None and later > timedelta(0):
            setattr(round, name, moment + later)
    round.box_ready_at = round.vote_sealed_at = None
    dates = ("voting_opens_at", "voting_closes_at", "challenge_closes_at", "panel_meets_at")
    round.save(update_fields=[*dates, "box_ready_at", "vote_sealed_at"])


def _tell(round: Round, run: int, reason: str) -> None:
    """Everybody who may vote, whether they did or not."""
    reached = RollEntry.objects.filter(round=round, void_at=None, voter__isnull=False)
    for entry in reached.select_related("voter").order_by("pk"):
        if entry.voter is None:
            continue
        post.write(
            to=entry.voter,
            template="email/voting/rerun.txt",
            context={"round": round, "area": round.neighbourhood, "reason": reason},
            key=f"voting.rerun {round.pk} {run} {entry.pk}",
        )


def _record(
    round: Round, by: User, role: str, *, opens: datetime, closes: datetime, reason: str
) -> None:
    record(
        by=by,
        kind="box.rerun",
        subject=round,
        role=role,
        place=round.neighbourhood_id,
        round=round.pk,
        after={"opens": opens, "closes": closes, "run": round.box.run + 1},
        words={"reason": reason},
    )


def _record_lost(round: Round, by: User, left: int) -> None:
    record(
        by=by,
        kind="box.share_lost",
        subject=round,
        role="officer",
        place=round.neighbourhood_id,
        round=round.pk,
        after={"left": left},
    )
