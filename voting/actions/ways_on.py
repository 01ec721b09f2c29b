"""When box and list disagree, or a ballot does not open: never silently, never a dead end.

The people who open the votes decide, one asking and another agreeing, with a public reason: such
ballots are set aside unopened, or the vote is held again on the same list of voters.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from audit.actions import record
from audit.canonical import Plain
from kit import clock
from people.models import User
from rounds.models import Round
from voting import box, keys, refusals, unsealing
from voting.actions import closing, rerun
from voting.keys import keys_of
from voting.models import (
    Closing,
    DamagedBallot,
    KeyHolder,
    LiveTag,
    PublishedBallot,
    SetAside,
    WayOn,
)


class Trouble(NamedTuple):
    """What keeps a closed vote from being opened. `keys` says that a key is missing here, and
    `differs` that the box is not the one that was published.
    """

    of_nobody: int
    damaged: int
    keys: bool
    differs: bool = False

    def __bool__(self) -> bool:
        return bool(self.of_nobody or self.damaged or self.keys or self.differs)

    @property
    def sentence(self) -> str:
        """What is wrong, in plain words."""
        facts = [
            _say(self.of_nobody, "in the box belongs", "in the box belong")
            + " to nobody on the list of voters."
            if self.of_nobody
            else "",
            _say(self.damaged, "does not open as it was", "do not open as they were") + " cast."
            if self.damaged
            else "",
            "A key of the ballot box is missing on this server." if self.keys else "",
            "What is in the box is not what was published at the close." if self.differs else "",
        ]
        return " ".join(sentence for sentence in facts if sentence)


def _say(many: int, one: str, several: str) -> str:
    return f"{many} ballot {one}" if many == 1 else f"{many} ballots {several}"


NONE = Trouble(0, 0, keys=False)


def trouble(round: Round) -> Trouble:
    """What keeps the votes of a round from being opened now, if anything does."""
    if not _may_be_opened(round):
        return NONE
    return Trouble(_of_nobody(round), len(_damaged(round)), _key_missing(round))


def trouble_looked_for(round: Round) -> Trouble:
    """The same, and whether the box differs from what was published: it reads every tag."""
    found = trouble(round)
    return found._replace(differs=_differs(round)) if _may_be_opened(round) else found


def name_damaged(round: Round, tags: Sequence[bytes], *, by: User) -> None:
    """Write down, once each, the ballots that did not open, by their live tags."""
    known = {bytes(tag) for tag in _rows(round).values_list("tag", flat=True)}
    new = [tag for tag in tags if tag not in known]
    DamagedBallot.objects.bulk_create(
        (DamagedBallot(round=round, run=round.box.run, tag=tag) for tag in new),
        batch_size=2_000,
    )
    _record(round, by, "box.damaged", ballots=len(tags), tags=[tag.hex() for tag in tags])


@transaction.atomic
def ask_way_on(
    round: Round,
    *,
    by: User,
    what: str,
    reason: str,
    opens: datetime | None = None,
    closes: datetime | None = None,
) -> WayOn:
    """Ask to set aside what can't be opened ("set-aside"), or to hold the vote again ("again", with
    new dates in UTC). Raises NotAHolder, NothingWrong, WayAsked, BadNewDates.
    """
    round = _waiting(round, by)
    if what == "set-aside" and not (_of_nobody(round) or _damaged(round)):
        raise refusals.NothingWrong("There is no ballot to set aside.")
    if what == "again":
        rerun.check_dates(opens, closes)
    if _open_way(round) is not None:
        raise refusals.WayAsked
    way = WayOn.objects.create(
        round=round,
        run=round.box.run,
        what=what,
        reason=reason.strip(),
        opens=opens if what == "again" else None,
        closes=closes if what == "again" else None,
        asked_by=by,
    )
    _record(round, by, "box.way_asked", reason=way.reason, what=what)
    closing.tell_holders(
        round,
        template="email/voting/way_asked.txt",
        key=f"voting.way_asked {way.pk}",
        but=by,
        way=way,
        asked_by=by.public_name,
    )
    return way


@transaction.atomic
def take_back_way(round: Round, *, by: User) -> WayOn:
    """Take back what nobody has agreed to yet, or, as another opener, not agree to it. Raises
    NoWayAsked, NotAHolder.
    """
    round = _waiting(round, by)
    way = _open_way(round)
    if way is None:
        raise refusals.NoWayAsked
    way.taken_back_at = clock.now()
    way.save(update_fields=["taken_back_at"])
    mine = way.asked_by_id == by.pk
    _record(round, by, "box.way_taken_back" if mine else "box.way_refused", what=way.what)
    return way


@transaction.atomic
def agree_way(round: Round, *, by: User) -> WayOn:
    """Agree, as another opener, to what one has asked for, and do it. Raises NoWayAsked,
    NotAHolder, and NeedsOther for whoever asked.
    """
    round = _waiting(round, by)
    way = _open_way(round)
    if way is None:
        raise refusals.NoWayAsked
    if way.asked_by_id == by.pk:
        raise refusals.NeedsOther
    way.agreed_by, way.agreed_at = by, clock.now()
    way.save(update_fields=["agreed_by", "agreed_at"])
    if way.what == "set-aside":
        _set_aside(round, way, by=by)
    else:
        rerun.hold_again(
            round, by=by, role="opener", opens=way.opens, closes=way.closes, reason=way.reason
        )
    return way


def _set_aside(round: Round, way: WayOn, *, by: User) -> None:
    """The entry comes first: nothing leaves the box without it."""
    closing.hold(round)
    gone = {bytes(tag) for tag in _aside(round).values_list("tag", flat=True)}
    tags = [tag for tag, how in box.final_tags(round.pk) if how == "nobody"]
    nobody, damaged = [tag for tag in tags if tag not in gone], _damaged(round)
    door = closing.door_of(round)
    facts = {"of_nobody": len(nobody), "does_not_open": len(damaged), "run": way.run}
    _record(round, by, "box.set_aside", reason=way.reason, **facts)
    for why, some in (("of-nobody", nobody), ("does-not-open", damaged)):
        if box.put_aside(round.pk, door=door, why=why, tags=some) != len(some):
            raise refusals.BoxDamaged
        SetAside.objects.bulk_create(
            (SetAside(round=round, run=way.run, tag=tag, why=why) for tag in sorted(some)),
            batch_size=2_000,
        )


def _waiting(round: Round, by: User) -> Round:
    """The round, locked, for one of its openers while something keeps it from being opened."""
    round = Round.objects.select_for_update().get(pk=round.pk)
    if not KeyHolder.objects.filter(round=round, person=by, lost_at=None).exists():
        raise refusals.NotAHolder
    if not trouble_looked_for(round):
        raise refusals.NothingWrong
    return round


def waiting_way(round: Round) -> WayOn | None:
    """What one opener has asked for and nobody has agreed to."""
    return (
        WayOn.objects.filter(round=round, agreed_at=None, taken_back_at=None)
        .select_related("asked_by")
        .first()
    )


def _open_way(round: Round) -> WayOn | None:
    return (
        WayOn.objects.select_for_update()
        .filter(round=round, agreed_at=None, taken_back_at=None)
        .first()
    )


def damaged_marks(round: Round) -> list[str]:
    """The live tags (hex) of ballots that did not open and are still in the box."""
    return sorted(tag.hex() for tag in _damaged(round))


def _differs(round: Round) -> bool:
    """Whether something was published of this vote that its box does not hold, or before its
    time. No deed does that.
    """
    run = round.box.run
    if PublishedBallot.objects.filter(round=round).exists():
        return True
    if round.vote_sealed_at is None:
        return closing.is_held(round) or LiveTag.objects.filter(round=round, run=run).exists()
    there = {tag for tag, how in box.final_tags(round.pk) if how in ("in", "nobody")}
    return there != unsealing.still_in_box(round)


def _may_be_opened(round: Round) -> bool:
    """Whether the vote has ended, and was neither opened nor cancelled."""
    over = round.opened_at is not None or round.cancelled_at is not None
    return not over and (round.vote_sealed_at is not None or closing.is_due(round))


def _of_nobody(round: Round) -> int:
    """How many ballots of nobody the close found that are still in the box. Not asked of the box:
    what it says is only worth something right after the site has held it against the list.
    """
    found = Closing.objects.filter(round=round, run=round.box.run).first()
    gone = _aside(round).filter(why="of-nobody")
    return found.of_nobody - gone.count() if found and found.of_nobody else 0


def _aside(round: Round) -> QuerySet[SetAside]:
    return SetAside.objects.filter(round=round, run=round.box.run)


def decided(round: Round) -> list[WayOn]:
    """What two openers agreed on, the latest first."""
    found = WayOn.objects.filter(round=round, agreed_at__isnull=False)
    return list(found.select_related("asked_by", "agreed_by").order_by("-agreed_at"))


def _rows(round: Round) -> QuerySet[DamagedBallot]:
    return DamagedBallot.objects.filter(round=round, run=round.box.run)


def _damaged(round: Round) -> list[bytes]:
    """Tags of ballots that did not open and are still in the box."""
    gone = SetAside.objects.filter(round=round).values("tag")
    return [bytes(tag) for tag in _rows(round).exclude(tag__in=gone).values_list("tag", flat=True)]


def _key_missing(round: Round) -> bool:
    try:
        closing.known_kr(round.box)
        if round.box.custody == "two-people":
            keys_of(round.box).private_key()
    except (keys.KeysMissing, refusals.WrongKeys):
        return True
    return False


def _record(round: Round, by: User, kind: str, *, reason: str = "", **after: Plain) -> None:
    record(
        by=by,
        kind=kind,
        subject=round,
        role="opener",
        place=round.neighbourhood_id,
        round=round.pk,
        after=after,
        words={"reason": reason} if reason else {},
    )
