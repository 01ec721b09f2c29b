"""The outbox: a deed writes a letter, and the letter stands and falls with the deed.

The row and the job that will send it are written in the deed's own transaction, so nothing is sent
for a deed that was rolled back, and nothing is forgotten when the mail server is away. `key` says
what the letter is about; a second letter with the same key is not written.
"""

from collections.abc import Mapping

from django.conf import settings
from django.db import connection
from django.template import Context
from django.template.loader import get_template

from kit import clock
from people.models import Letter, User


class OutsideTransaction(RuntimeError):
    """A letter must stand and fall with the deed it tells of."""


def write(
    *, to: User | str, template: str, context: Mapping[str, object], key: str
) -> Letter | None:
    """Write a letter to a person, or to a plain address; None when `key` was written before.

    The template is plain text whose first line is the subject; it also gets `site_url` and
    `to_name`. A demonstration person's letter is kept as if sent, and never leaves. Raises
    OutsideTransaction.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(key)
    address = to.email if isinstance(to, User) else to
    subject, text = compose(template, {"to_name": _name(to), **context})
    stays_here = User.objects.filter(email__iexact=address, is_demonstration=True).exists()
    letter, new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "to": address,
            "subject": subject,
            "text": text,
            "sent_at": clock.now() if stays_here else None,
        },
    )
    if not new:
        return None
    if not stays_here:
        _hand_over(letter)
    return letter


def _name(to: User | str) -> str:
    return to.name if isinstance(to, User) else ""


def compose(template: str, context: Mapping[str, object]) -> tuple[str, str]:
    """Subject and text of an e-mail. Text for e-mail is not HTML: nothing is escaped."""
    page = get_template(template).template  # type: ignore[attr-defined]
    whole: str = page.render(Context({"site_url": settings.SITE_URL, **context}, autoescape=False))
    first, _, rest = whole.replace("\0", "").strip().partition("\n")
    return one_line(first), rest.strip() + "\n"


def one_line(text: str) -> str:
    """Text fit for a header: no line ends or control characters, at most 200 characters."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(plain.split())[:200]


def _hand_over(letter: Letter) -> None:
    from people.tasks import send_letter  # noqa: PLC0415 - the job posts with this module

    send_letter.defer(letter=str(letter.pk))
