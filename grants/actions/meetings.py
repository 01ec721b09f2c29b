"""A meeting from its calling to its minutes. Decisions are in `decisions`."""

from datetime import datetime

from django.db import transaction

from grants import access, entries, room
from grants.actions.finishing import finish
from grants.models import INTERESTS, Attendance, Decision, Interest, Meeting, Member, Panel
from grants.refusals import (
    AlreadyDecided,
    DayGoneBy,
    MeetingCalled,
    MeetingNotClosed,
    MeetingNotOpen,
    MinutesConfirmed,
    NeedsWords,
    NotOnBallot,
    NotOnPanel,
    OwnProposal,
    StillUndecided,
    insist,
)
from kit import clock
from kit.dates import day, london_date
from people.models import User
from proposals.models import Proposal
from rounds import phases
from rounds.models import Round


@transaction.atomic
def call_meeting(round: Round, *, meets_at: datetime, where: str = "", by: User) -> Meeting:
    """Call the panel's meeting about a round. `meets_at` is UTC; a meeting that has begun may still
    be called, on its own day. Raises MeetingCalled and DayGoneBy.
    """
    insist(access.may_call(round.neighbourhood, by))
    round = Round.objects.select_for_update().get(pk=round.pk)
    if Meeting.objects.filter(round=round).exists():
        raise MeetingCalled
    _to_come(round, meets_at)
    panel = Panel.objects.get(neighbourhood=round.neighbourhood_id)
    meeting = Meeting.objects.create(round=round, panel=panel, meets_at=meets_at, where=where)
    entries.about_meeting(
        meeting,
        "meeting.called",
        by=by,
        role="panel",
        after={"meets_at": meets_at},
        words={"where": where} if where else None,
    )
    return meeting


@transaction.atomic
def open_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Open the meeting, in the panel's phase of the round.

    The panel meets again, with the same papers, for what it could not decide: a closed meeting
    whose minutes are not confirmed can be opened once more. Who is there, and that they answered
    about interests, is then asked anew; interests stay.
    """
    meeting = locked(meeting)
    insist(access.may_run(meeting, by))
    phases.require(meeting.round, "panel")
    if meeting.opened_at is not None and meeting.closed_at is None:
        raise MeetingCalled("The meeting has been opened already.")
    if meeting.closed_at is not None:
        meeting.attendance.update(present=False, declared_at=None)
    meeting.opened_at = meeting.opened_at or clock.now()
    meeting.closed_at = None
    meeting.save(update_fields=["opened_at", "closed_at"])
    entries.about_meeting(meeting, "meeting.opened", by=by, after={})
    return meeting


@transaction.atomic
def mark_present(meeting: Meeting, *, member: Member, present: bool, by: User) -> Attendance:
    """Write down that a member came, or left the meeting."""
    meeting = in_session(meeting, by=by)
    _on_panel(meeting, member)
    attendance, _ = Attendance.objects.get_or_create(
        meeting=meeting, member=member, defaults={"present": not present}
    )
    if attendance.present == present:
        return attendance
    attendance.present = present
    attendance.save(update_fields=["present"])
    entries.about_meeting(
        meeting, "attendance.marked", by=by, after={"member": member.pk, "present": present}
    )
    return attendance


@transaction.atomic
def declare_interest(
    meeting: Meeting, *, member: Member, proposal: Proposal, nature: str, words: str, by: User
) -> Interest:
    """Write down a member's interest in one proposal: they leave for its item.

    `nature` is a key of `INTERESTS`. Declaring the same again changes nothing.
    """
    meeting = _declaring(meeting, member, by)
    if not meeting.round.ballot_lines.filter(proposal=proposal).exists():
        raise NotOnBallot
    if Decision.objects.filter(proposal=proposal).exists():
        raise AlreadyDecided
    if nature not in INTERESTS or not words.strip():
        raise NeedsWords
    interest, is_new = Interest.objects.get_or_create(
        meeting=meeting,
        member=member,
        proposal=proposal,
        defaults={"nature": nature, "words": words.strip()},
    )
    _answered(meeting, member)
    if is_new:
        entries.about_meeting(
            meeting,
            "interest.declared",
            by=by,
            role="secretary" if by.pk != member.person_id else "panel",
            subject=proposal,
            after={"member": member.pk, "nature": nature, "proposal": proposal.number},
            words={"interest": interest.words},
        )
    return interest


@transaction.atomic
def declare_none(meeting: Meeting, *, member: Member, by: User) -> Attendance:
    """Write down that a member has no interest in anything on the list."""
    meeting = _declaring(meeting, member, by)
    _no_maker(meeting, member)
    attendance = _answered(meeting, member)
    entries.about_meeting(meeting, "interest.none", by=by, after={"member": member.pk})
    return attendance


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Close the meeting. What was not decided stays undecided; what was withdrawn meanwhile needs
    no decision.
    """
    meeting = in_session(meeting, by=by)
    finish(meeting.round)
    meeting.closed_at = clock.now()
    meeting.save(update_fields=["closed_at"])
    entries.about_meeting(
        meeting, "meeting.closed", by=by, after={"decisions": meeting.decisions.count()}
    )
    return meeting


@transaction.atomic
def confirm_minutes(meeting: Meeting, *, by: User) -> Meeting:
    """The chair confirms that the minutes are right, once everything on the list is decided."""
    meeting = locked(meeting)
    insist(access.may_confirm(meeting, by))
    if meeting.closed_at is None:
        raise MeetingNotClosed
    if meeting.confirmed_at is not None:
        raise MinutesConfirmed
    if meeting.round.decided_at is None:
        raise StillUndecided
    meeting.confirmed_at = clock.now()
    meeting.save(update_fields=["confirmed_at"])
    entries.about_meeting(meeting, "minutes.confirmed", by=by, role="chair", after={})
    return meeting


def locked(meeting: Meeting) -> Meeting:
    """The meeting with its row locked: what happens in a meeting happens one thing at a time."""
    rows = Meeting.objects.select_for_update(of=("self",))
    return rows.select_related("round__neighbourhood", "round__pot", "panel__neighbourhood").get(
        pk=meeting.pk
    )


def in_session(meeting: Meeting, *, by: User) -> Meeting:
    """The open meeting, locked, when `by` runs it. Raises NotYours or MeetingNotOpen."""
    meeting = locked(meeting)
    insist(access.may_run(meeting, by))
    require_open(meeting)
    return meeting


def require_open(meeting: Meeting) -> None:
    """Raise MeetingNotOpen unless the meeting is going on."""
    if meeting.opened_at is None or meeting.closed_at is not None:
        raise MeetingNotOpen


def _to_come(round: Round, meets_at: datetime) -> None:
    if london_date(meets_at) >= clock.today():
        return
    if round.panel_meets_at == meets_at:
        raise DayGoneBy(
            f"The day set for this meeting has gone by: {day(meets_at)}. "
            "An officer must move the date before the meeting can be called."
        )
    raise DayGoneBy


def _declaring(meeting: Meeting, member: Member, by: User) -> Meeting:
    meeting = locked(meeting)
    insist(access.may_speak_for(member, meeting, by))
    require_open(meeting)
    _on_panel(meeting, member)
    return meeting


def _on_panel(meeting: Meeting, member: Member) -> None:
    # Held until this deed is done: whoever ends the seat meanwhile waits.
    seats = Member.objects.select_for_update().filter(panel=meeting.panel_id, left_at=None)
    if seats.filter(pk=member.pk).first() is None:
        raise NotOnPanel


def _no_maker(meeting: Meeting, member: Member) -> None:
    """Nobody takes part in a proposal on the list and has no interest in it."""
    own = Proposal.objects.filter(pk__in=room.read(meeting).made_by(member), decision=None)
    undeclared = own.exclude(interests__meeting=meeting, interests__member=member).first()
    if undeclared:
        raise OwnProposal(
            f"{member.person.public_name} takes part in “{undeclared.title}”. "
            "Declare that as an interest."
        )


def _answered(meeting: Meeting, member: Member) -> Attendance:
    attendance, _ = Attendance.objects.get_or_create(
        meeting=meeting, member=member, defaults={"present": False}
    )
    if attendance.declared_at is None:
        attendance.declared_at = clock.now()
        attendance.save(update_fields=["declared_at"])
    return attendance
