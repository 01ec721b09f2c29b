"""When the box can't be opened: two of three parts of the key are lost, and the vote is run again.

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
from voting.actions.setup import make_box
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
        _record(round, by, "box.share_lost", left=left)
    return found


@transaction.atomic
def rerun(round: Round, *, by: User, opens: datetime, closes: datetime) -> Box:
    """Drop the ballots that nobody can open, move the vote to new dates (UTC), and make a new box.

    One person alone can't throw a vote away: whoever said that a part is lost can't also do this.
    The same people keep the new key; they rehearse again before the box is ready. Everybody on the
    list of voters gets an e-mail. Later dates move by as much as the end of the vote did.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    left = KeyHolder.objects.filter(round=round, lost_at=None).count()
    if round.opened_at is not None or left >= terms.holders_needed(round):
        raise refusals.NotLost
    if KeyHolder.objects.filter(round=round, lost_at__isnull=False, lost_said_by=by).exists():
        raise refusals.NeedsAnother
    if opens < clock.now() or closes < opens + LEAST_OPEN:
        raise refusals.BadNewDates
    dropped = box.discard(round.pk)
    _move(round, opens, closes)
    Box.objects.filter(round=round).update(run=round.box.run + 1)
    _record(round, by, "box.rerun", dropped=dropped, opens=opens, closes=closes)
    made = make_box(round, by=by)
    _tell(round, made.run)
    return made


def _move(round: Round, opens: datetime, closes: datetime) -> None:
    if round.voting_closes_at is None:
        raise refusals.VoteNotOpen
    later = closes - round.voting_closes_at
    round.voting_opens_at, round.voting_closes_at = opens, closes
    for name in ("challenge_closes_at", "panel_meets_at"):
        moment: datetime | None = getattr(round, name)
        if moment is not None and later > timedelta(0):
            setattr(round, name, moment + later)
    round.box_ready_at = round.vote_sealed_at = None
    dates = ("voting_opens_at", "voting_closes_at", "challenge_closes_at", "panel_meets_at")
    round.save(update_fields=[*dates, "box_ready_at", "vote_sealed_at"])


def _tell(round: Round, run: int) -> None:
    """Everybody who may vote, whether they did or not."""
    voters = RollEntry.objects.filter(round=round, void_at=None).select_related("voter")
    for entry in voters.order_by("pk"):
        post.write(
            to=entry.voter,
            template="email/voting/rerun.txt",
            context={"round": round, "area": round.neighbourhood},
            key=f"voting.rerun {round.pk} {run} {entry.pk}",
        )


def _record(round: Round, by: User, kind: str, **after: int | datetime) -> None:
    record(
        by=by,
        kind=kind,
        subject=round,
        role="officer",
        place=round.neighbourhood_id,
        round=round.pk,
        after=after,
    )
