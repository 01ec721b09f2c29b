"""What would have been sent: where no mail server is set, e-mail is printed where the site was
started; in a demonstration it is kept as well, so that a visitor can read it, codes included.

A letter is a small file of the data folder; the newest are kept. Letters to made-up people never
come here: they stay in the outbox with their text (`people.post`). A real site keeps nothing.
"""

import json
import logging
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend

from kit import clock
from people.models import Letter
from places.models import Neighbourhood

MOST = 200  # letters that are kept
MOST_TEXT = 20_000  # characters of one
BACKEND = "people.kept_mail.Backend"
_STAYS_HERE = frozenset({BACKEND, "django.core.mail.backends.console.EmailBackend"})

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """A letter as somebody would have got it."""

    at: datetime
    to: str
    subject: str
    text: str


class Backend(EmailBackend):
    """Prints letters, and keeps those of a demonstration."""

    def write_message(self, message: EmailMessage) -> None:
        """Print one letter; one that can't be kept is still printed.

        Not on a real site: codes and names in its log would let in whoever reads it. There the
        letter waits until a mail server is named.
        """
        if settings.PRODUCTION:
            raise OSError("no mail server is named: set EMAIL_URL")
        super().write_message(message)
        try:
            keep(message)
        except OSError as error:
            _log.warning("A letter could not be kept to be read: %s", error.strerror)


def leaves() -> bool:
    """Whether e-mail leaves this site for a mail server."""
    return settings.EMAIL_BACKEND not in _STAYS_HERE


def keep(message: EmailMessage) -> None:
    """Keep a letter of a demonstration, in the place of the oldest where there are many."""
    if not can_be_read():
        return
    folder: Path = settings.LETTERS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    at = clock.now()
    kept = Kept(at, ", ".join(message.to), str(message.subject), str(message.body)[:MOST_TEXT])
    # Named by the time, so that the newest are found without opening all.
    name = f"{at:%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex}"
    draft = folder / f".{name}"
    draft.write_text(json.dumps(asdict(kept) | {"at": at.isoformat()}))
    draft.chmod(0o600)
    draft.rename(folder / f"{name}.json")
    for old in sorted(folder.glob("*.json"))[:-MOST]:
        old.unlink(missing_ok=True)


def can_be_read() -> bool:
    """Whether letters are kept for visitors: in a demonstration alone, where nothing is real."""
    if settings.PRODUCTION or leaves():
        return False
    kinds = set(
        Neighbourhood.objects.filter(origin="native").values_list("is_demonstration", flat=True)
    )
    return kinds == {True}


def newest(most: int) -> list[Kept]:
    """The newest letters that would have been sent, to made-up people and to others."""
    written = Letter.objects.exclude(text="").filter(sent_at__isnull=False)
    there = [
        Kept(letter.written_at, letter.to, letter.subject, letter.text)
        for letter in written.order_by("-written_at", "pk")[:most]
    ]
    return sorted([*there, *_read()], key=lambda kept: kept.at, reverse=True)[:most]


def _read() -> Iterator[Kept]:
    """Each letter that can be read; another process may remove one meanwhile."""
    for file in Path(settings.LETTERS).glob("*.json"):
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(file.read_text())
            yield Kept(**kept | {"at": datetime.fromisoformat(kept["at"])})
