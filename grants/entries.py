"""How this package's deeds are written in the record."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from audit.actions import record
from audit.canonical import Plain
from grants.models import Award, Meeting, Panel
from kit.actor import Actor
from people.aliases import OnOneSubject
from people.models import User
from people.standing import Standing
from places.models import Neighbourhood


class Subject(Protocol):
    """A row that an entry is about."""

    pk: UUID


def about_panel(
    panel: Panel, kind: str, *, by: Actor, subject: Subject | None = None, **after: Plain
) -> None:
    """An entry about a panel or a seat, by an officer."""
    record(
        by=by,
        kind=kind,
        subject=subject or panel,
        role="officer",
        place=panel.neighbourhood_id,
        after=after,
    )


def about_meeting(
    meeting: Meeting,
    kind: str,
    *,
    by: Actor,
    after: Mapping[str, Plain],
    role: str = "secretary",
    subject: Subject | None = None,
    words: Mapping[str, str] | None = None,
) -> None:
    """An entry about a meeting, or about a proposal in it."""
    record(
        by=by,
        kind=kind,
        subject=subject or meeting,
        role=role,
        place=meeting.round.neighbourhood_id,
        round=meeting.round_id,
        after=after,
        words=words,
    )


def about_award(
    award: Award,
    kind: str,
    *,
    by: Actor,
    role: str,
    after: Mapping[str, Plain] | None = None,
    words: Mapping[str, str] | None = None,
) -> None:
    """An entry about an award. Its facts always hold the proposal's number; sums are pence."""
    round_ = award.proposal.round
    record(
        by=OnOneSubject(by, award.proposal_id) if role == "holder" and isinstance(by, User) else by,
        kind=kind,
        subject=award,
        role=role,
        place=round_.neighbourhood_id,
        round=round_.pk,
        after={"proposal": award.proposal.number, **(after or {})},
        words=words,
    )


def staff_role(user: User, area: Neighbourhood) -> str:
    """As what a member of staff acts: finance officer where they are one, else officer."""
    return "finance" if Standing(user).can("finance", area) else "officer"
