"""Record entries as the public reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from audit.canonical import Json
from audit.kinds import KINDS
from audit.models import Event, Words
from kit.dates import day, day_time
from people.models import ROLE_NAMES
from places.models import Neighbourhood
from proposals.access import told_to_the_public, withheld_from_public
from proposals.models import Proposal
from rounds.models import PHASES, Round

# Kinds of entry by which money leaves the trust.
_MONEY_OUT = frozenset({"payment.sent", "money.fee"})
_ROLES = {
    **{kind: name.lower() for kind, name in ROLE_NAMES.items()},
    "resident": "a resident",
    "holder": "the project's lead",
    "system": "the calendar",
    "date": "the calendar",
    "person": "the person themselves",
    "key holder": "one of the people who keep the key",
    "opener": "one of the two named people",
    "answerer": "the person named to answer",
    "operator": "the people who run this server",
}


@dataclass(frozen=True)
class TimelineLine:
    """One entry on the page: what happened, in words, how much money, when and by whom."""

    uuid: UUID
    title: str
    text: str
    pence: int | None
    meta: str
    url: str
    money_out: bool
    # Whom an entry is for that is not public: "staff" or "auditor", else "".
    only: str = ""


def lines(events: Iterable[Event], area: Neighbourhood) -> list[TimelineLine]:
    """The entries in the order given, each with the words that may be shown."""
    events = list(events)
    words: dict[UUID, list[str]] = {}
    for row in shown_words(events):
        words.setdefault(row.event_uuid, []).append(row.text)
    for uuid, at in erased(events).items():
        words.setdefault(uuid, []).append(f"Words of this entry were erased on {day(at)}.")
    titles, numbers = _titles(events), _numbers(events)
    return [
        _line(
            event,
            _said(titles.get(event.subject_ref), words.get(event.event_uuid, [])),
            area,
            numbers.get(event.round_ref),
        )
        for event in events
    ]


def shown_words(events: Iterable[Event]) -> list[Words]:
    """Words of these entries for the public: none of an idea that is hidden or waits to be looked
    at, but the reason for hiding it; no person's name in place of an organisation's.
    """
    events = list(events)
    withheld = withheld_from_public({event.subject_ref for event in events if event.subject_ref})
    shown = {
        event.event_uuid: event.subject_ref
        for event in events
        if event.subject_ref not in withheld or event.kind == "proposal.hidden"
    }
    written = Words.objects.filter(event_uuid__in=shown).order_by("name")
    return told_to_the_public(written, shown)


def erased(events: Iterable[Event]) -> dict[UUID, datetime]:
    """When words of these entries were last erased, for those of which some were."""
    about = [event.event_uuid for event in events]
    found = Event.objects.filter(kind="words.erased", subject_ref__in=about).order_by("id")
    return {uuid: at for uuid, at in found.values_list("subject_ref", "at") if uuid}


def _titles(events: list[Event]) -> dict[UUID | None, str]:
    """Titles of the public proposals that entries are about, where the entry doesn't say it."""
    subjects = [event.subject_ref for event in events if event.subject_ref]
    rows = Proposal.objects.public().filter(pk__in=subjects).values_list("pk", "title")
    return dict(rows)


def _numbers(events: list[Event]) -> dict[UUID | None, int]:
    """Numbers of the rounds that entries belong to."""
    about = {event.round_ref for event in events if event.round_ref}
    return dict(Round.objects.filter(pk__in=about).values_list("pk", "number"))


def _said(title: str | None, words: list[str]) -> list[str]:
    return [title, *words] if title and title not in words else words


def _line(event: Event, words: list[str], area: Neighbourhood, number: int | None) -> TimelineLine:
    after = event.payload["after"]
    facts = after if isinstance(after, dict) else {}
    said = meta(event.at, event.role)
    return TimelineLine(
        uuid=event.event_uuid,
        title=_title(event, facts),
        text=" · ".join(filter(None, [*_since(event, facts), *words])),
        pence=pence_of(facts),
        meta=f"{said} · round {number}" if number else said,
        url=reverse("pages:record-entry", args=[area, event.event_uuid]),
        money_out=event.kind in _MONEY_OUT,
        only="" if event.audience == "public" else event.audience,
    )


def _title(event: Event, facts: dict[str, Json]) -> str:
    """What an entry is called: of a round that turned, with the phase it turned to."""
    title = KINDS[event.kind].title if event.kind in KINDS else event.kind
    phase = PHASES.get(str(facts.get("phase", ""))) if event.kind == "round.turned" else None
    return f"The round reached “{phase}”" if phase else title


def _since(event: Event, facts: dict[str, Json]) -> list[str]:
    """Since when a round that turned is in its phase: its entry may be written later."""
    since = facts.get("since")
    if event.kind != "round.turned" or not isinstance(since, str):
        return []
    return [f"at {day_time(datetime.fromisoformat(since))}"]


def pence_of(facts: dict[str, Json]) -> int | None:
    """The sum an entry tells of: its first fact whose name ends in "pence"."""
    for name, value in facts.items():
        if name.endswith("pence") and isinstance(value, int):
            return value
    return None


def meta(at: datetime, role: str) -> str:
    """ "7.42 pm, 16 December 2026 · by the panel secretary"."""
    who = _ROLES.get(role, role)
    by = who if who.startswith(("a ", "the ", "one ")) else f"the {who}"
    return f"{day_time(at)} · by {by}"
