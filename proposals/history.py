"""What happened to a proposal, as everybody may read it: from the public record."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from audit.kinds import KINDS
from audit.models import Event, Words
from proposals.access import told_to_the_public, withheld_from_public
from proposals.models import CHECKS, IncompatiblePair, Proposal

PARTS = {
    "one": "One idea",
    "other": "The other",
    "title": "Name",
    "what": "What",
    "where": "Where",
    "why": "Why",
    "reason": "Reason",
    "deliverer": "Who does the work",
    "parent_organisation": "Who holds the money",
    "baseline_source": "Where the figure of how it is now is from",
}


class HistoryLine(NamedTuple):
    """One entry. `words` are pairs of what was written and its text; `uuid` finds its proof."""

    at: datetime
    title: str
    role: str
    words: list[tuple[str, str]]
    asked_pence: int | None
    uuid: UUID


def of(proposal: Proposal) -> list[HistoryLine]:
    """The public entries about a proposal, newest first. Nothing while it can't be shown."""
    if not proposal.is_public:
        return []
    pairs = IncompatiblePair.objects.filter(Q(one=proposal) | Q(other=proposal))
    about = [proposal.pk, *pairs.values_list("pk", flat=True)]
    events = list(Event.objects.public().filter(subject_ref__in=about).newest_first())
    hidden = withheld_from_public(about)
    shown = {e.event_uuid: e.subject_ref for e in events if e.subject_ref not in hidden}
    words: dict[UUID, list[tuple[str, str]]] = {}
    facts = Words.objects.filter(event_uuid__in=shown).order_by("name")
    for word in told_to_the_public(facts, shown):
        pair = (PARTS.get(word.name, word.name), word.text)
        words.setdefault(word.event_uuid, []).append(pair)
    return [_line(event, words.get(event.event_uuid, [])) for event in events]


def changed_since_sent_back(proposal: Proposal) -> bool:
    """Whether anything of it was changed since it was sent back for a change; so too where it never
    was.
    """
    if proposal.returned_at is None:
        return True
    later = Event.objects.filter(subject_ref=proposal.pk, at__gt=proposal.returned_at)
    return later.filter(kind="proposal.changed").exists()


def _line(event: Event, words: list[tuple[str, str]]) -> HistoryLine:
    after = event.payload.get("after")
    asked = after.get("asked_pence") if isinstance(after, dict) else None
    return HistoryLine(
        event.at,
        _title(event),
        event.role,
        words,
        asked if isinstance(asked, int) and asked else None,
        event.event_uuid,
    )


def _title(event: Event) -> str:
    """What happened; of a check, which of the four questions and its answer."""
    after = event.payload.get("after")
    if event.kind != "proposal.checked" or not isinstance(after, dict):
        return KINDS[event.kind].title
    question = CHECKS.get(str(after.get("question")), KINDS[event.kind].title)
    return f"{question} {'Yes' if after.get('passed') else 'No'}"
