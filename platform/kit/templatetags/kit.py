"""What templates say money, days and errors with: {% load kit %}."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.forms import BoundField

from kit import dates, money

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
