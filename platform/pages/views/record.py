"""The public record of a neighbourhood."""

import json
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from audit import verify
from audit.models import Event
from kit.access import audience
from kit.dates import day_time
from pages import timeline
from places.models import Neighbourhood


@audience("public")
def record(request: HttpRequest, area: Neighbourhood) -> HttpResponse:
    """Everything that was done, newest first, and whether it is still as it was written."""
    entries = Event.objects.in_place(area.pk).public().newest_first()
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": timeline.lines(page.object_list, area),
        "stamp": stamp(verify.check(area.pk)),
    }
    return render(request, "pages/record.html", context)


def stamp(verdict: verify.Verdict) -> dict[str, str]:
    """Whether the record is whole, in plain words."""
    if verdict.whole:
        entries = "1 entry" if verdict.entries == 1 else f"{verdict.entries:,} entries"
        return {
            "tone": "green",
            "title": "The record is whole.",
            "text": f"{entries} checked at {day_time(verdict.checked_at)}: all as written.",
        }
    count = len(verdict.altered)
    return {
        "tone": "red",
        "title": "The record has been altered.",
        "text": f"{'1 entry is' if count == 1 else f'{count} entries are'} not as written. "
        "Nothing on this page can be relied on until it has been explained.",
    }


@audience("public")
def entry(request: HttpRequest, area: Neighbourhood, uuid: UUID) -> HttpResponse:
    """One entry with its proof."""
    event = get_object_or_404(Event.objects.in_place(area.pk).public(), event_uuid=uuid)
    context = {
        "entry": timeline.lines([event], area)[0],
        "event": event,
        "body": json.dumps(event.told, indent=2, ensure_ascii=False, sort_keys=True),
        "words": timeline.shown_words([event]),
        "salt": bytes(event.salt).hex(),
        "altered": event.event_uuid in verify.check(area.pk).altered,
    }
    return render(request, "pages/record_entry.html", context)
