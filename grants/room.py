"""A meeting as it stands: who is there, who left for what, how the panel stands on each item."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from grants.models import Attendance, Interest, Meeting, Member
from grants.quorum import QuorumStanding, Seat, stand
from kit.lists import joined
from proposals.models import Proposal

_ORDER = {"chair": 0, "panel": 1, "secretary": 2}


@dataclass(frozen=True)
class Room:
    """Members of one meeting with their presence and interests, read once."""

    meeting: Meeting
    members: list[Member]
    attendance: dict[UUID, Attendance]
    interests: list[Interest]
    makers: dict[UUID, set[UUID]]
    """By proposal, the people who lead it or help with it: out for it whatever they declared."""

    def present(self, member: Member) -> bool:
        """Whether the member is in the meeting."""
        row = self.attendance.get(member.pk)
        return row is not None and row.present and self._held_seat(member)

    def _held_seat(self, member: Member) -> bool:
        closed = self.meeting.closed_at
        return member.left_at is None or closed is not None and closed < member.left_at

    def declared(self, member: Member) -> bool:
        """Whether the member has answered the question about interests."""
        row = self.attendance.get(member.pk)
        return row is not None and row.declared_at is not None

    @cached_property
    def here(self) -> list[Member]:
        """Members present, the secretary among them."""
        return [member for member in self.members if self.present(member)]

    @cached_property
    def undeclared(self) -> list[Member]:
        """Members present with a vote who have not answered yet."""
        return [member for member in self.here if member.votes and not self.declared(member)]

    @cached_property
    def all_answered(self) -> bool:
        """Whether voting members are present and each of them has answered about interests."""
        return any(member.votes for member in self.here) and not self.undeclared

    def interests_of(self, member: Member) -> list[Interest]:
        """What one member declared."""
        return [interest for interest in self.interests if interest.member_id == member.pk]

    def leavers(self, proposal_id: UUID) -> list[Member]:
        """Members present who leave for this item."""
        gone = self._gone(proposal_id)
        return [member for member in self.here if member.votes and member.pk in gone]

    def made_by(self, member: Member) -> list[UUID]:
        """The proposals that a member leads or helps with."""
        return [proposal for proposal, people in self.makers.items() if member.person_id in people]

    def _gone(self, proposal_id: UUID | None) -> set[UUID]:
        makers = self.makers.get(proposal_id, set()) if proposal_id else set()
        own = {member.pk for member in self.members if member.person_id in makers}
        return own | {row.member_id for row in self.interests if row.proposal_id == proposal_id}

    def standing(self, proposal_id: UUID | None = None) -> QuorumStanding:
        """How the panel stands on one item, or with nobody left when none is given."""
        gone = self._gone(proposal_id)
        return stand(self._seats(gone), quorum=self.meeting.panel.quorum)

    def _seats(self, gone: set[UUID]) -> Iterable[Seat]:
        for member in self.members:
            yield Seat(
                votes=member.votes,
                resident=member.is_resident,
                present=self.present(member),
                interest=member.pk in gone,
            )


def read(meeting: Meeting) -> Room:
    """The meeting's room now. Members are those with a seat now, and those who were present."""
    attendance = {row.member_id: row for row in meeting.attendance.all()}
    members = (
        Member.objects.filter(panel=meeting.panel_id)
        .filter(Q(left_at=None) | Q(pk__in=list(attendance)))
        .select_related("person")
    )
    interests = meeting.interests.select_related("member__person", "proposal")
    return Room(
        meeting=meeting,
        members=sorted(members, key=place),
        attendance=attendance,
        interests=list(interests.order_by("declared_at")),
        makers=_makers(meeting),
    )


def _makers(meeting: Meeting) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    on_ballot = Proposal.objects.filter(ballot_line__round=meeting.round_id)
    for pk, *people in on_ballot.values_list("pk", "lead", "helpers"):
        found.setdefault(pk, set()).update(person for person in people if person)
    return found


def named(members: list[Member]) -> str:
    """Members as the public sees them: "Bill B., Cora C. and Dev D."."""
    return joined([member.person.public_name for member in members])


def place(member: Member) -> tuple[int, str]:
    """Where a member stands in a list: the chair first, the secretary last."""
    return _ORDER[member.position], member.person.name
