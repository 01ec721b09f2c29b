"""Setting a panel up: its quorum and its seats."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from grants import access, apart, entries, fixed
from grants.models import Meeting, Member, Panel
from grants.refusals import (
    MeetingNotClosed,
    NotOnPanel,
    OneChair,
    PanelExists,
    QuorumTooSmall,
    SeatTaken,
    TrustStaff,
    insist,
)
from kit import clock
from people import apart as people_apart
from people.actions.roles import hold
from people.models import Role, User
from people.standing import Standing
from places.models import Neighbourhood


@transaction.atomic
def form_panel(area: Neighbourhood, *, name: str, quorum: int, by: User) -> Panel:
    """Give a neighbourhood its panel. `quorum` is how many voting members a decision needs."""
    insist(access.may_set_up_panel(area, by))
    area = Neighbourhood.objects.select_for_update().get(pk=area.pk)
    if Panel.objects.filter(neighbourhood=area).exists():
        raise PanelExists
    if quorum < 2:
        raise QuorumTooSmall
    panel = Panel.objects.create(neighbourhood=area, name=name, quorum=quorum)
    entries.about_panel(panel, "panel.formed", by=by, name=name, quorum=quorum)
    return panel


@transaction.atomic
def set_quorum(panel: Panel, *, quorum: int, by: User) -> Panel:
    """Change how many voting members a decision needs; never while a meeting is open, or a round is
    published that the panel has not decided. Raises MeetingNotClosed, PanelFixed.
    """
    insist(access.may_set_up_panel(panel.neighbourhood, by))
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    if quorum < 2:
        raise QuorumTooSmall
    if _open_meetings(panel):
        raise MeetingNotClosed
    fixed.require_quorum(panel)
    panel.quorum = quorum
    panel.save(update_fields=["quorum"])
    entries.about_panel(panel, "panel.changed", by=by, quorum=quorum)
    return panel


@transaction.atomic
def seat(
    panel: Panel, *, person: User, position: str = "panel", is_resident: bool, by: User
) -> Member:
    """Give a person a seat. `position` is a key of `Member.POSITIONS`.

    Staff of the trust can only be secretary: those who hold the money don't share it out. While a
    round runs, only a seat that was given up is filled again. Raises what `grants.refusals` names,
    and OfficeBarred for somebody who holds an award of the place that isn't done.
    """
    insist(access.may_set_up_panel(panel.neighbourhood, by))
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    sitting = Member.objects.filter(panel=panel, left_at=None)
    if sitting.filter(person=person).exists():
        raise SeatTaken
    if position != "panel" and sitting.filter(position=position).exists():
        raise OneChair
    if position != "secretary" and Standing(person).is_staff(panel.neighbourhood):
        raise TrustStaff
    if position != "secretary":
        fixed.require_seat(panel)
    people_apart.require(apart.lock(person), panel.neighbourhood)
    member = Member.objects.create(
        panel=panel, person=person, position=position, is_resident=is_resident
    )
    _give_role(member, by)
    entries.about_panel(
        panel, "seat.taken", by=by, subject=member, position=position, is_resident=is_resident
    )
    return member


@transaction.atomic
def leave_seat(member: Member, *, by: User) -> Member:
    """End a seat, and every role on the panel: whoever was invited as one thing and seated as
    another waits for no seat afterwards.
    """
    insist(access.may_set_up_panel(member.panel.neighbourhood, by))
    member = Member.objects.select_for_update().get(pk=member.pk)
    if member.left_at is not None:
        raise NotOnPanel
    member.left_at = clock.now()
    member.save(update_fields=["left_at"])
    _end_roles(member)
    entries.about_panel(member.panel, "seat.left", by=by, subject=member, position=member.position)
    return member


def _open_meetings(panel: Panel) -> bool:
    meetings = Meeting.objects.filter(panel=panel, opened_at__isnull=False, closed_at=None)
    return meetings.exists()


def _give_role(member: Member, by: User) -> None:
    """The role that opens the panel's pages; the seat's entry tells of it."""
    area = member.panel.neighbourhood
    if not _roles(member, kinds=[member.position]).exists():
        hold(member.person, kind=member.position, neighbourhood=area, given_by=by)


def _end_roles(member: Member) -> None:
    _roles(member, kinds=list(Member.POSITIONS)).update(ended_at=clock.now())


def _roles(member: Member, *, kinds: Sequence[str]) -> QuerySet[Role]:
    here = Role.objects.filter(neighbourhood=member.panel.neighbourhood, ended_at=None)
    return here.filter(person=member.person, kind__in=kinds)
