"""The record of a neighbourhood: everyone reads what is public, staff and auditors what is
theirs.
"""

import json
from uuid import UUID

from django.core.cache import caches
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from audit import verify
from audit.models import Event, EventQuerySet
from kit.access import audience
from kit.dates import day_time
from pages import timeline
from people.middleware import PersonRequest
from people.standing import Standing
from places.models import Neighbourhood

# Seconds for which a finding about the whole record is shown again before it is made anew.
FRESH = 60
CANNOT_SHOW = (
    "What this can't show: whoever owns the database could have written all of it anew."
    " An entry's fingerprint, kept somewhere else, would show that: you find it under “proof”."
)


@audience("public")
def record(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """Everything that was done, newest first, and whether it is still as it was written."""
    entries = _readable(area, request.standing).newest_first()
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": timeline.lines(page.object_list, area),
        "stamp": stamp(_checked(area)),
        "reads_more": bool(_more(request.standing, area)),
    }
    return render(request, "pages/record.html", context)


def _readable(area: Neighbourhood, standing: Standing) -> EventQuerySet:
    return Event.objects.in_place(area.pk).filter(audience__in=["public", *_more(standing, area)])


def _more(standing: Standing, area: Neighbourhood) -> list[str]:
    """Whose entries the person reads beside the public ones."""
    if standing.can("auditor", area):
        return ["staff", "auditor"]
    return ["staff"] if standing.is_staff(area) else []


def _checked(area: Neighbourhood) -> verify.RecordVerdict:
    """What a check of the whole record found, at most a minute ago."""
    # In this process's own memory: whoever can alter the record could alter a finding beside it.
    memory, key = caches["counts"], f"record-checked-{area.pk}"
    verdict: verify.RecordVerdict | None = memory.get(key)
    if verdict is None:
        verdict = verify.check(area.pk)
        memory.set(key, verdict, FRESH)
    return verdict


def stamp(verdict: verify.RecordVerdict) -> dict[str, str]:
    """Whether the record agrees with itself, and what that can't show, in plain words."""
    if verdict.consistent:
        entries = "1 entry" if verdict.entries == 1 else f"{verdict.entries:,} entries"
        return {
            "tone": "green",
            "title": "The record is consistent with itself.",
            "text": f"{entries} checked at {day_time(verdict.checked_at)}: each still has its"
            f" fingerprint, and its words unless an entry says they were erased. {CANNOT_SHOW}",
        }
    count = len(verdict.altered)
    return {
        "tone": "red",
        "title": "The record has been altered.",
        "text": f"{'1 entry is' if count == 1 else f'{count} entries are'} not as written. "
        "Nothing on this page can be relied on until it has been explained.",
    }


@audience("public")
def entry(request: PersonRequest, area: Neighbourhood, uuid: UUID) -> HttpResponse:
    """One entry with its proof."""
    event = get_object_or_404(_readable(area, request.standing), event_uuid=uuid)
    context = {
        "entry": timeline.lines([event], area)[0],
        "event": event,
        "body": json.dumps(event.payload, indent=2, ensure_ascii=False, sort_keys=True),
        "words": timeline.shown_words([event]),
        "salt": bytes(event.salt).hex(),
        "altered": not verify.check(entry=event.event_uuid).consistent,
    }
    return render(request, "pages/record_entry.html", context)
