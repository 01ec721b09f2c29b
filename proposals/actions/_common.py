"""What every deed of this package needs: the lock, the record entry, the letter to the proposer."""

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse

from audit.actions import record
from audit.canonical import Plain
from people import post, uploads
from people.aliases import OnOneSubject
from people.models import Upload, User
from people.standing import Standing
from proposals import access, deadlines
from proposals.models import STATUS_NAMES, TRANSITIONS, Proposal
from proposals.refusals import AtThisPoint, NoReason

FIXED = frozenset(
    {"id", "round", "number", "lead", "entered_by", "entered_for", "entered_from", "started_at"}
)
CHANGING = [field.name for field in Proposal._meta.concrete_fields if field.name not in FIXED]


def locked(proposal: Proposal) -> Proposal:
    """The row as it stands now, held until the deed is done."""
    return Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)


def keep(proposal: Proposal) -> None:
    """Save what a deed may change: all but whose it is and its place in the round."""
    proposal.save(update_fields=CHANGING)


def move(proposal: Proposal, status: str) -> None:
    """Give `proposal` its next status, not saved yet. Raises AtThisPoint when it can't follow."""
    if status not in TRANSITIONS[proposal.status]:
        raise AtThisPoint(
            f"This can't be done: the proposal is at “{STATUS_NAMES[proposal.status]}”."
        )
    proposal.status = status


def reason_of(text: str) -> str:
    """A reason with something in it. Raises NoReason."""
    if not text.strip():
        raise NoReason
    return text.strip()


def role_of(proposal: Proposal, by: User) -> str:
    """What `by` acted as, for the record."""
    if by.pk == proposal.lead_id or not access.is_staff(by, proposal.round):
        return "resident"
    return "officer" if Standing(by).can("officer", proposal.round.neighbourhood) else "finance"


def enter(
    proposal: Proposal,
    *,
    by: User,
    kind: str,
    after: Mapping[str, Plain] | None = None,
    words: Mapping[str, str] | None = None,
    always: Mapping[str, str] | None = None,
) -> UUID:
    """Write the deed's one entry. `words` go with it only when everybody may read the proposal,
    words under `always` in any case.
    """
    round, role = proposal.round, role_of(proposal, by)
    free = {**(words or {} if proposal.is_public else {}), **(always or {})}
    return record(
        by=OnOneSubject(by, proposal.pk) if role == "resident" else by,
        kind=kind,
        subject=proposal,
        role=role,
        place=round.neighbourhood_id,
        round=round.pk,
        after={"number": proposal.number, **(after or {})},
        words={name: text for name, text in free.items() if text},
    )


def write_to_proposer(proposal: Proposal, *, template: str, entry: UUID, reason: str = "") -> None:
    """The one e-mail to the lead for a change of state, which `entry` of the record tells of."""
    if proposal.lead is not None:
        post.write(
            to=proposal.lead,
            template=f"email/proposals/{template}.txt",
            context={
                "proposal": proposal,
                "area": proposal.round.neighbourhood,
                "round": proposal.round,
                "path": path_of(proposal),
                "reason": reason,
                "again_until": deadlines.again_until(proposal.round),
            },
            key=f"proposal-{entry}",
        )


def path_of(proposal: Proposal, name: str = "detail") -> str:
    """The address of one of the proposal's pages, from the site's root."""
    round = proposal.round
    return reverse(
        f"proposals:{name}", args=[round.neighbourhood.slug, round.number, proposal.number]
    )


def show_photo(proposal: Proposal, *, before: Upload | None = None) -> None:
    """The photo is everybody's exactly while the proposal is; one that was replaced (`before`) is
    its owner's again.
    """
    if before is not None and before.pk != proposal.photo_id:
        uploads.hide(before)
    if proposal.photo is not None:
        (uploads.show if proposal.is_public else uploads.hide)(proposal.photo)
