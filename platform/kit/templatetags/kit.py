"""What templates say money, days and errors with: {% load kit %}."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string

from kit import dates, money
from kit.access import typed_text

register = template.Library()

NOTHING = "—"
_STOCK_REQUIRED = "This field is required."
# Messages of Django and of our own fields that say what is wrong and not where.
_NAMELESS = re.compile(
    r"Enter (?:a (?:date|real date|day|whole number|number|valid)|an amount|£)"
    r"|Ensure this value|Select a valid|The amount can|That amount|Write the amount"
    r"|The submitted|This value|No file was"
)
_CHOSEN = {"radioselect", "select", "checkboxselectmultiple", "hintedradios", "hintedcheckboxes"}


@register.filter
def pounds(pence: int | str | None) -> str:
    """Pence as "£1,250" or "£1,250.50"; a dash for none, or for a name the page does not know."""
    return NOTHING if pence is None or pence == "" else money.pounds(int(pence))


@register.filter
def day(when: date | None) -> str:
    """ "6 December 2026"."""
    return dates.day(when) if when else NOTHING


@register.filter
def short_day(when: date | None) -> str:
    """ "6 Dec 2026"."""
    return dates.short_day(when) if when else NOTHING


@register.filter
def clock_time(moment: datetime | None) -> str:
    """ "6.30 pm"."""
    return dates.clock_time(moment) if moment else NOTHING


@register.filter
def day_time(moment: datetime | None) -> str:
    """ "6 pm, 6 December 2026"."""
    return dates.day_time(moment) if moment else NOTHING


@register.filter
def days_left(until: datetime | None, now: datetime) -> str:
    """ "14 days left"; the page passes its own now."""
    return dates.days_left(until, now) if until else NOTHING


@register.filter
def percent(fraction: float | Decimal | None) -> str:
    """A fraction as whole per cent: 0.13 is "13%", halves away from zero."""
    if fraction is None:
        return NOTHING
    whole = int((Decimal(str(fraction)) * 100).to_integral_value(ROUND_HALF_UP))
    return f"{whole}%" if whole >= 0 else f"\u2212{-whole}%"


@register.filter
def share(part: float | None, whole: float | None) -> int:
    """How much of `whole` is `part`, from 0 to 100: the width of a bar."""
    if not part or not whole:
        return 0
    return max(0, min(100, round(100 * float(part) / float(whole))))


@register.filter
def error_target(field: BoundField) -> str:
    """The id that the error summary links to: the first box of a field with several."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def in_plain_words(error: str, field: BoundField) -> str:
    """An error that names its field, where the stock message does not."""
    if _NAMELESS.match(str(error)):
        return f"{field.label}: {error[0].lower()}{error[1:]}"
    if str(error) != _STOCK_REQUIRED:
        return str(error)
    verb = "Choose" if field.widget_type in _CHOSEN else "Fill in"
    return f"{verb}: {field.label}"


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """What the title of a page with a mistake begins with; the page's error summary says which."""
    form, lines = context.get("form"), context.get("formset")
    in_lines = lines and lines.errors and lines.is_bound and not lines.is_valid()
    return "Error: " if (form and form.errors) or in_lines else ""


@register.inclusion_tag("_components/_typed.html", takes_context=True)
def typed(context: Context) -> dict[str, list[str]]:
    """What was written into a form that is refused without being shown again: {% typed %}. Where no
    page is, nobody knows whether a page of ours sent it, and nothing is shown.
    """
    request: HttpRequest | None = context.get("request")
    if request is None or request.method != "POST" or request.resolver_match is None:
        return {"typed": []}
    return {"typed": typed_text(request)}


@register.inclusion_tag("_components/_status.html")
def status(text: str, tone: str = "mid") -> dict[str, str]:
    """A short word on how something stands: {% status "Paid" "good" %}. Tones: "good", "mid",
    "few" for a caution, "bad".
    """
    return {"text": text, "tone": tone}


@register.simple_block_tag
def empty(content: str, title: str, link_url: str = "", link_text: str = "") -> str:
    """Nothing is here: {% empty "No rounds yet" %}why, and what comes next{% endempty %}, and a
    link where there is something to do.
    """
    context = {"title": title, "text": content, "link_url": link_url, "link_text": link_text}
    return render_to_string("_components/_empty.html", context)


@register.simple_block_tag
def stamp(
    content: str, title: str, tone: str = "green", links: Iterable[tuple[str, str]] = ()
) -> str:
    """Whether something was checked and holds: {% stamp "It adds up." %}why{% endstamp %}. Tones:
    "green", "amber", "red"; `links` are (label, address).
    """
    context = {"title": title, "text": content, "tone": tone, "links": links}
    return render_to_string("_components/_stamp.html", context)
