"""Putting the list of voters right before the close: two officers, a public reason that names
nobody, and a letter to the person.

An entry turns void for good; somebody put back gets a new one, with a new place in the ballot box.
So a ballot cast with the void entry never counts, and they vote again.
"""

import re
from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction

from audit.actions import record
from kit import clock
from people import post
from people.aliases import OnOneSubject
from people.models import User
from rounds import phases
from rounds.models import Round
from voting import refusals
from voting.actions import closing
from voting.actions.roll import is_closed, one_at_a_time
from voting.models import RollChange, RollEntry, RollLook, RollReport
from voting.plain_words import names_a_place_of_somebody
from voting.voters import Voter

_LEAST_OF_A_NAME = 4  # letters; shorter parts of names are words like any other


@transaction.atomic
def ask_change(entry: RollEntry, *, by: User, what: str, reason: str) -> RollChange:
    """Ask for an entry to be taken off the list ("void") or somebody to be put back on it
    ("restore"); a second officer answers. Raises ListClosed, ChangeAsked, OwnEntry, AlreadyVoid,
    OnTheList, and NamesSomebody for a reason that tells who it is.
    """
    entry = _open_entry(entry, by)
    if what == "void" and entry.void_at is not None:
        raise refusals.AlreadyVoid
    if what == "restore" and (entry.void_at is None or _listed(entry)):
        raise refusals.OnTheList
    if RollChange.objects.filter(entry=entry, decided_at=None).exists():
        raise refusals.ChangeAsked
    _must_name_nobody(reason, entry)
    change = RollChange.objects.create(
        entry=entry, what=what, reason=" ".join(reason.split()), asked_by=by
    )
    _record(entry, by, "roll.change_asked", reason=change.reason, what=what)
    return change


@transaction.atomic
def agree_change(change: RollChange, *, by: User) -> RollChange:
    """Agree as a second officer: the list is changed and the person is told. Raises NotAsked,
    NeedsSecondOfficer, ListClosed, OwnEntry; and, once the box is ready, KeysMissing, WrongKeys.
    """
    entry = _open_entry(change.entry, by)
    change = _waiting(change)
    if change.asked_by_id == by.pk:
        raise refusals.NeedsSecondOfficer
    _decide(change, by, agreed=True)
    if change.what == "void":
        _void(entry, change, by)
    else:
        _restore(entry, change, by)
    return change


@transaction.atomic
def refuse_change(change: RollChange, *, by: User) -> RollChange:
    """Leave the list as it is: the second officer says no, or the first takes it back. Raises
    NotAsked, OwnEntry.
    """
    change = _waiting(change)
    if change.entry.voter_id == by.pk:
        raise refusals.OwnEntry
    _decide(change, by, agreed=False)
    _record(change.entry, by, "roll.change_refused", what=change.what)
    return change


@transaction.atomic
def report_voted_as_me(round: Round, *, by: User, text: str) -> RollReport:
    """Tell the officers that somebody voted in one's name. Raises NotReported for who isn't on the
    list, or once the vote is closed, and ReportedAlready while an answer is due.
    """
    one_at_a_time(round)
    entry = Voter(by).entry(round)
    if entry is None or entry.void_at is not None or is_closed(round):
        raise refusals.NotReported
    if report_waiting(round, by=by) is not None:
        raise refusals.ReportedAlready
    report = RollReport.objects.create(entry=entry, text=text.strip())
    record(
        by=OnOneSubject(by, entry.pk),
        kind="roll.reported",
        subject=entry,
        role="resident",
        place=round.neighbourhood_id,
        round=round.pk,
    )
    return report


def report_waiting(round: Round, *, by: User) -> RollReport | None:
    """What somebody told the officers and nobody has answered yet."""
    reports = RollReport.objects.filter(entry__round=round, entry__voter=by, answered_at=None)
    return reports.first()


@transaction.atomic
def answer_report(report: RollReport, *, by: User, answer: str) -> RollReport:
    """Answer a report; the person gets it by e-mail. Raises AlreadyAnswered, OwnEntry."""
    report = RollReport.objects.select_for_update().get(pk=report.pk)
    entry = report.entry
    if report.answered_at is not None:
        raise refusals.AlreadyAnswered
    if entry.voter_id == by.pk:
        raise refusals.OwnEntry
    report.answer, report.answered_by, report.answered_at = answer.strip(), by, clock.now()
    report.save(update_fields=["answer", "answered_by", "answered_at"])
    _record(entry, by, "roll.report_answered")
    takes = phases.accepts_votes(entry.round)
    template, key = "email/voting/report_answered.txt", f"answered {report.pk}"
    _tell(entry, template, key, report=report, open=takes)
    return report


@transaction.atomic
def look_at(entries: Sequence[RollEntry], *, by: User, sign: str) -> list[RollLook]:
    """Note that an officer looked at one sign about some entries and found nothing to do. Raises
    OwnEntry.
    """
    if any(entry.voter_id == by.pk for entry in entries):
        raise refusals.OwnEntry
    looks = []
    for entry in entries:
        look, new = RollLook.objects.get_or_create(entry=entry, sign=sign, defaults={"by": by})
        looks.append(look)
        if new:
            _record(entry, by, "roll.looked_at", sign=sign.partition(" ")[0])
    return looks


def _open_entry(entry: RollEntry, by: User) -> RollEntry:
    """The entry as it is now, while the list can still change and nobody else changes it."""
    round = entry.round
    one_at_a_time(round)
    round = Round.objects.get(pk=round.pk)
    if round.vote_sealed_at is not None or round.cancelled_at is not None or closing.is_due(round):
        raise refusals.ListClosed
    entry = RollEntry.objects.select_related("voter", "round__neighbourhood").get(pk=entry.pk)
    if entry.voter_id == by.pk:
        raise refusals.OwnEntry
    return entry


def _listed(entry: RollEntry) -> bool:
    """Whether the person of a void entry has another one that holds."""
    if entry.voter_id is None:
        return False
    return RollEntry.objects.filter(
        round=entry.round_id, voter=entry.voter_id, void_at=None
    ).exists()


def _waiting(change: RollChange) -> RollChange:
    found = RollChange.objects.select_for_update(of=("self",)).select_related(
        "entry__round__neighbourhood", "entry__voter"
    )
    locked = found.get(pk=change.pk)
    if locked.decided_at is not None:
        raise refusals.NotAsked
    return locked


def _decide(change: RollChange, by: User, *, agreed: bool) -> None:
    change.agreed, change.decided_by, change.decided_at = agreed, by, clock.now()
    change.save(update_fields=["agreed", "decided_by", "decided_at"])


def _void(entry: RollEntry, change: RollChange, by: User) -> None:
    if entry.round.box_ready_at is not None:
        closing.show_door(entry.round)
    entry.void_at, entry.void_because = change.decided_at, change.reason
    entry.save(update_fields=["void_at", "void_because"])
    _record(entry, by, "roll.voided", reason=change.reason)
    _tell(entry, "email/voting/voided.txt", f"voided {entry.pk}", reason=change.reason)


def _restore(entry: RollEntry, change: RollChange, by: User) -> None:
    if _listed(entry):
        raise refusals.OnTheList
    back = RollEntry.objects.create(
        round=entry.round, voter=entry.voter, voter_ref=uuid4(), ground=entry.ground
    )
    _record(back, by, "roll.restored", reason=change.reason)
    takes = phases.accepts_votes(back.round)
    template, key = "email/voting/restored.txt", f"restored {back.pk}"
    _tell(back, template, key, reason=change.reason, open=takes)


def _must_name_nobody(reason: str, entry: RollEntry) -> None:
    """Everybody reads the reason."""
    if names_a_place_of_somebody(reason):
        raise refusals.NamesSomebody
    person, said = entry.voter, reason.casefold()
    if person is None:
        return
    parts = [part for part in re.findall(r"\w+", person.name) if len(part) >= _LEAST_OF_A_NAME]
    named = [part for part in parts if re.search(rf"\b{re.escape(part.casefold())}\b", said)]
    if named or person.email.casefold() in said:
        raise refusals.NamesSomebody


def _tell(entry: RollEntry, template: str, key: str, **context: object) -> None:
    if entry.voter is None:
        return
    round = entry.round
    post.write(
        to=entry.voter,
        template=template,
        context={"round": round, "area": round.neighbourhood, **context},
        key=f"voting.{key}",
    )


def _record(entry: RollEntry, by: User, kind: str, *, reason: str = "", **after: str) -> None:
    record(
        by=by,
        kind=kind,
        subject=entry,
        role="officer",
        place=entry.round.neighbourhood_id,
        round=entry.round_id,
        after=dict(after),
        words={"reason": reason} if reason else {},
    )
