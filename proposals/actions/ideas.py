"""An idea's own life: written down, sent in, looked at, changed, withdrawn."""

from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Max

from evidence.models import Kind
from kit import clock
from people.models import Upload, User
from proposals import access
from proposals.actions._common import (
    enter,
    keep,
    locked,
    move,
    reason_of,
    show_photo,
    write_to_proposer,
)
from proposals.models import Proposal
from proposals.privacy import speaks_of_crime
from proposals.refusals import (
    AtThisPoint,
    Decided,
    Frozen,
    NeedsConsent,
    NobodyNamed,
    NotADraft,
    NotStaff,
    NotYours,
    StillMissing,
    TitleTaken,
)
from proposals.wording import skeleton
from rounds import phases
from rounds.models import Round

WORDS = ("title", "what", "where", "why")


class IdeaText(TypedDict, total=False):
    """What a person writes about an idea; what is left out stays as it is."""

    title: str
    what: str
    where: str
    why: str
    theme: str
    photo: Upload | None
    show_name: bool


@transaction.atomic
def start_idea(
    round: Round,
    *,
    by: User,
    entered_for: str = "",
    entered_from: str = "",
    consent: bool = False,
    **text: Unpack[IdeaText],
) -> Proposal:
    """Keep the first words of an idea as a draft that nobody else sees.

    The same words again are the same idea: pressed twice, it is kept once. An officer writes it
    down for somebody by `entered_for` (their name, never published) and `entered_from`
    ("conversation" or "paper"), with that person's consent. Leaves no entry in the record.
    Raises RoundClosed and its kin, NotStaff, NobodyNamed, NeedsConsent.
    """
    round = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    phases.require(round, "ideas")
    for_somebody = bool(entered_for or entered_from)
    if for_somebody:
        _check_entering(round, by, entered_for, entered_from, consent)
    lead, writer = (None, by) if for_somebody else (by, None)
    mine = Proposal.objects.filter(round=round, lead=lead, entered_by=writer)
    same = {name: text.get(name, "") for name in WORDS} | {"entered_for": entered_for}
    if found := mine.filter(**same).exclude(status="withdrawn").first():
        return found
    highest = Proposal.objects.filter(round=round).aggregate(highest=Max("number"))["highest"]
    return Proposal.objects.create(
        round=round,
        number=(highest or 0) + 1,
        lead=lead,
        entered_by=writer,
        entered_for=entered_for,
        entered_from=entered_from,
        **text,
    )


def _check_entering(
    round: Round, by: User, entered_for: str, entered_from: str, consent: bool
) -> None:
    if not access.may_enter_for_somebody(round, by):
        raise NotStaff
    if not (entered_for and entered_from):
        raise NobodyNamed
    if not consent:
        raise NeedsConsent


@transaction.atomic
def save_draft(proposal: Proposal, *, by: User, **text: Unpack[IdeaText]) -> Proposal:
    """Keep a draft's words as they are now. Leaves no entry in the record. Raises NotADraft,
    NotYours.
    """
    proposal = locked(proposal)
    if not access.works_on(proposal, by):
        raise NotYours
    if proposal.status != "draft":
        raise NotADraft
    _put(proposal, text)
    keep(proposal)
    return proposal


@transaction.atomic
def share(idea: Proposal, *, by: User) -> Proposal:
    """Send a draft in: from now on everybody sees it, or staff look at it first when it is about
    crime.

    Raises NotYours, NotADraft, StillMissing, TitleTaken, RoundClosed.
    """
    idea = locked(idea)
    if not access.leads(idea, by):
        raise NotYours
    if idea.status != "draft":
        raise NotADraft
    round = Round.objects.select_for_update(of=("self",)).get(pk=idea.round_id)
    phases.require(round, "ideas")
    _check_words(idea)
    move(idea, "idea")
    idea.shared_at = clock.now()
    idea.needs_look = about_crime(idea)
    keep(idea)
    show_photo(idea)
    entry = enter(idea, by=by, kind="idea.shared", words=_words(idea))
    write_to_proposer(idea, template="shared", entry=entry)
    return idea


@transaction.atomic
def look_at(idea: Proposal, *, show: bool, by: User, reason: str = "") -> Proposal:
    """Staff have read an idea about crime: show it, or keep it back with a public `reason`.

    Raises NotStaff, NoReason, AtThisPoint.
    """
    idea = locked(idea)
    if not access.may_check(idea, by):
        raise NotStaff
    if not Proposal.objects.to_look_at().filter(pk=idea.pk).exists():
        raise AtThisPoint("This idea does not wait to be looked at.")
    idea.looked_at, idea.looked_by = clock.now(), by
    if not show:
        idea.hidden_at, idea.hidden_because = clock.now(), reason_of(reason)
    keep(idea)
    show_photo(idea)
    if show:
        entry = enter(idea, by=by, kind="idea.looked_at", words=_words(idea))
    else:
        entry = enter(idea, by=by, kind="proposal.hidden", always={"reason": reason})
    write_to_proposer(idea, template="shown" if show else "hidden", entry=entry, reason=reason)
    return idea


@transaction.atomic
def change(
    proposal: Proposal, *, by: User, consent: bool = False, **text: Unpack[IdeaText]
) -> Proposal:
    """Change the words of an idea that was sent in. The record keeps each wording.

    An idea about crime is looked at again. Raises NotYours, NeedsConsent, Frozen, StillMissing,
    TitleTaken.
    """
    proposal = locked(proposal)
    check_may_edit(proposal, by, consent=consent)
    before = {name: getattr(proposal, name) for name in text}
    photo = proposal.photo
    _put(proposal, text)
    changed = [name for name in text if getattr(proposal, name) != before[name]]
    if not changed:
        return proposal
    _check_words(proposal)
    look_again(proposal, any(name in (*WORDS, "photo") for name in changed))
    keep(proposal)
    show_photo(proposal, before=photo)
    enter(
        proposal,
        by=by,
        kind="proposal.changed",
        after={"parts": ", ".join(sorted(changed))},
        words={name: getattr(proposal, name) for name in changed if name in WORDS},
    )
    return proposal


@transaction.atomic
def withdraw(proposal: Proposal, *, reason: str, by: User) -> Proposal:
    """Its lead takes it back, at any time before the panel decided. Raises NotYours, NoReason,
    Decided.
    """
    proposal = locked(proposal)
    if not access.leads(proposal, by):
        raise NotYours
    if proposal.round.decided_at is not None:
        raise Decided
    was_draft = proposal.status == "draft"
    move(proposal, "withdrawn")
    proposal.status_because = reason_of(reason)
    keep(proposal)
    show_photo(proposal)
    if not was_draft:
        entry = enter(proposal, by=by, kind="proposal.withdrawn", words={"reason": reason})
        write_to_proposer(proposal, template="withdrawn", entry=entry, reason=reason)
    return proposal


def about_crime(proposal: Proposal) -> bool:
    """Whether staff look at it before it is shown: by its theme, its kind, or its words."""
    if proposal.theme == "safer" or (proposal.kind is not None and is_about_crime(proposal.kind)):
        return True
    return speaks_of_crime(" ".join(getattr(proposal, name) for name in WORDS))


def is_about_crime(kind: Kind) -> bool:
    """Whether staff look at every idea of this kind before it is shown."""
    return kind.about_crime or kind.theme == "safer"


def look_again(proposal: Proposal, words_changed: bool) -> None:
    """After a change: an idea that is about crime now, or whose words changed, waits to be looked
    at.
    """
    now = about_crime(proposal)
    if now and (words_changed or not proposal.needs_look):
        proposal.looked_at = proposal.looked_by = None
    proposal.needs_look = proposal.needs_look or now


def check_may_edit(proposal: Proposal, by: User, *, consent: bool) -> None:
    """Raises NotYours, NeedsConsent, or Frozen when it stands where nothing can change."""
    if not access.may_edit(proposal, by):
        raise NotYours
    if access.needs_consent(proposal, by) and not consent:
        raise NeedsConsent
    if proposal.status not in ("idea", "returned"):
        raise Frozen
    if proposal.status == "idea":
        phases.require(proposal.round, "ideas", "develop")
    else:
        phases.require(proposal.round, "ideas", "develop", "checks", "vote-delayed")


def _put(proposal: Proposal, text: IdeaText) -> None:
    for name, value in text.items():
        setattr(proposal, name, value)


def _words(proposal: Proposal) -> dict[str, str]:
    return {name: getattr(proposal, name) for name in WORDS}


def _check_words(idea: Proposal) -> None:
    missing = [name for name in WORDS if not getattr(idea, name).strip()]
    if missing:
        raise StillMissing("Answer this before you send your idea in.", field=missing[0])
    if not idea.theme:
        raise StillMissing("Choose what it is about.", field="theme")
    others = Proposal.objects.public().filter(round=idea.round_id).exclude(pk=idea.pk)
    others = others.exclude(status="withdrawn")
    mine = skeleton(idea.title)
    if any(skeleton(title) == mine for title in others.values_list("title", flat=True)):
        raise TitleTaken
