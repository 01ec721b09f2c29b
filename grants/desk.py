"""The meeting's page as a value: the pot, the members, and how the panel stands on each item."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from audit.kinds import KINDS
from audit.models import Event
from evidence.models import THEMES
from grants import access, room, voted_lines
from grants.actions.decisions import adopts_together, can_adopt
from grants.models import Award, Decision, Interest, Meeting, Member
from grants.quorum import QuorumStanding
from grants.room import Room, named
from grants.voted_lines import VoteLine
from kit.bars import Bar, Part
from kit.dates import day_time
from kit.lists import joined
from people.models import User

_SHOWN = ("decision.", "decisions.", "interest.declared", "meeting.", "minutes.")


@dataclass(frozen=True)
class MemberRow:
    """One member on the page."""

    member: Member
    present: bool
    declared: bool
    interests: list[Interest]
    may_declare: bool


@dataclass(frozen=True)
class Item:
    """One proposal on the page. `alone_because` says why it can't be adopted with the others."""

    line: VoteLine
    standing: QuorumStanding
    leavers: list[Member]
    decision: Decision | None
    alone_because: str

    @property
    def blocked(self) -> bool:
        """Whether no valid decision could be made now."""
        return self.decision is None and not self.standing.can_decide

    @property
    def out(self) -> str:
        """Who is out for this item, in words; empty when nobody is."""
        return f"{named(self.leavers)} out for this." if self.leavers else ""

    @property
    def blocked_word(self) -> str:
        """Why not, in a word or two."""
        return "Too few residents" if self.standing.quorate else "Too few members"


@dataclass(frozen=True)
class Desk:
    """The meeting as one person sees it."""

    meeting: Meeting
    room: Room
    rows: list[MemberRow]
    items: list[Item]
    may_run: bool

    @property
    def is_open(self) -> bool:
        """Whether the meeting is going on."""
        return self.meeting.opened_at is not None and self.meeting.closed_at is None

    @cached_property
    def standing(self) -> QuorumStanding:
        """How the panel stands when nobody has left."""
        return self.room.standing()

    @property
    def closed_text(self) -> str:
        """When the meeting ended, once it has."""
        closed = self.meeting.closed_at
        return f"It ended at {day_time(closed)}." if closed else ""

    @property
    def confirmed_text(self) -> str:
        """When the chair confirmed the minutes, once they have."""
        confirmed = self.meeting.confirmed_at
        return f"{day_time(confirmed)}." if confirmed else ""

    @property
    def minutes_links(self) -> list[tuple[str, str]]:
        """The way to the minutes."""
        round_ = self.meeting.round
        url = reverse("grants:minutes", args=[round_.neighbourhood, round_.number])
        return [("Read the minutes", url)]

    @property
    def together(self) -> bool:
        """Whether one vote may agree to several proposals in this round."""
        return adopts_together(self.meeting.round)

    @property
    def adoptable(self) -> list[VoteLine]:
        """What can be adopted together."""
        if not self.together:
            return []
        return [item.line for item in self.items if not item.decision and not item.alone_because]

    @property
    def pulled_out(self) -> list[Item]:
        """What the vote picked and must be decided on its own."""
        return [
            item
            for item in self.items
            if item.line.picked and item.alone_because and not item.decision
        ]

    @property
    def undecided(self) -> int:
        """How many proposals wait for a decision."""
        return sum(item.decision is None for item in self.items)

    @property
    def said(self) -> str:
        """What a screen reader says after a change: who is there, and what can't be decided now."""
        blocked = [
            f"{item.line.proposal.title}: {item.blocked_word}. {item.standing.because}"
            for item in self.items
            if item.blocked
        ]
        return " ".join([self.hint, *blocked])

    @property
    def most_votes(self) -> int:
        """The most votes that one proposal has: the length of a whole bar."""
        return max((item.line.votes or 0 for item in self.items), default=0)

    @property
    def voters(self) -> int:
        """How many members of the panel have a vote."""
        return sum(row.member.votes for row in self.rows)

    @cached_property
    def bar(self) -> Bar:
        """The pot and what the panel has shared out of it, by theme. Pence."""
        awards = Award.objects.filter(proposal__round=self.meeting.round_id)
        taken = dict.fromkeys(THEMES, 0)
        for award in awards.exclude(status__in=["declined", "lapsed"]).select_related("proposal"):
            taken[award.proposal.theme or "greener"] += award.pence
        pot = self.meeting.round.pot
        total = pot.total if pot else self.meeting.round.pot_pence
        return Bar(total, [Part(THEMES[key], pence, key) for key, pence in taken.items() if pence])

    @property
    def hint(self) -> str:
        """Who is there, what is needed, who has left for what."""
        needed = self.meeting.panel.quorum
        here = f"{self.standing.entitled} of {self.voters} members present, quorum {needed}."
        numbers = sorted(item.line.number for item in self.items if item.leavers)
        noun = "item" if len(numbers) == 1 else "items"
        leave = f"Members with an interest leave for {noun} {joined(numbers)}." if numbers else ""
        return " ".join(filter(None, [here, leave, self._answers(bool(numbers))]))

    def _answers(self, some_leave: bool) -> str:
        """Whether those present have said that they have an interest, or not."""
        if self.room.undeclared:
            return "Not everyone present has said yet whether they have an interest."
        if self.room.all_answered and not some_leave:
            return "Nobody present has an interest."
        return ""

    @property
    def record(self) -> list[tuple[Event, str]]:
        """The newest public entries of this round that a meeting makes, with their titles."""
        events = Event.objects.public().filter(round_ref=self.meeting.round_id).newest_first()[:40]
        ours = [event for event in events if event.kind.startswith(_SHOWN)]
        return [(event, KINDS[event.kind].title) for event in ours[:6]]


def desk_of(meeting: Meeting, user: User) -> Desk:
    """Everything that the meeting's page shows to `user`."""
    seen = room.read(meeting)
    may_run = bool(access.may_run(meeting, user))
    return Desk(
        meeting=meeting,
        room=seen,
        rows=[_row(seen, member, may_run, user) for member in seen.members],
        items=_items(meeting, seen),
        may_run=may_run,
    )


def _row(seen: Room, member: Member, may_run: bool, user: User) -> MemberRow:
    return MemberRow(
        member=member,
        present=seen.present(member),
        declared=seen.declared(member),
        interests=seen.interests_of(member),
        may_declare=may_run or member.person_id == user.pk,
    )


def _items(meeting: Meeting, seen: Room) -> list[Item]:
    decisions = {
        row.proposal_id: row for row in meeting.decisions.select_related("award", "proposal")
    }
    return [
        Item(
            line=line,
            standing=seen.standing(line.proposal.pk),
            leavers=seen.leavers(line.proposal.pk),
            decision=decisions.get(line.proposal.pk),
            alone_because=can_adopt(seen, line),
        )
        for line in voted_lines.lines(meeting.round)
    ]
