"""E-mail: whether the mail server answers, and what became of the letters."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from smtplib import SMTPAuthenticationError, SMTPException

from django.core.mail import get_connection
from django.db.models import Count, Max, Min, Q

from kit import clock, dates
from pages.working.line import OFFICER, OPERATOR, WorkingLine, broken, look, several, works
from people import delivery, kept_mail, mail_words
from people.models import Letter

# Seconds: the server is not asked more often than this, nor longer waited for.
_ASKED_EVERY, _PATIENCE = 30, 3
_TOLD_FOR = timedelta(days=7)
_NAME_ONE = "Name a mail server in EMAIL_URL (docs/running.md), and start the site anew."
_PRINTED = (
    "No mail server is set: letters are printed where the site was started, with the codes for"
    " signing in. Whoever sees that can sign in as anybody, so what two people must agree to is"
    " only as safe as that."
)


def mail() -> Iterator[WorkingLine]:
    """One line for each thing that is wrong, or one that says when the last letter left. The server
    is asked at once, the database as the lines are taken: no transaction waits for the network.
    """
    return _lines(list(_server()))


def _lines(server: list[WorkingLine]) -> Iterator[WorkingLine]:
    letters = _letters()
    found = [*server, *_waiting(letters), *_given_up(letters), *_refused(letters)]
    yield from found or [works("E-mail", _works(letters))]


def _letters() -> dict[str, datetime | int | None]:
    """Counts of the outbox. A demonstration person's letters keep their text, and never left."""
    now = clock.now()
    waits = Q(sent_at=None, refused_at=None)
    late = waits & Q(
        written_at__lt=now - delivery.CHASED_AFTER, written_at__gt=now - delivery.CHASED_UNTIL
    )
    lost = waits & Q(
        written_at__lte=now - delivery.CHASED_UNTIL,
        written_at__gt=now - delivery.CHASED_UNTIL - _TOLD_FOR,
    )
    return Letter.objects.aggregate(
        last=Max("sent_at", filter=Q(text="")),
        late=Count("pk", filter=late),
        late_since=Min("written_at", filter=late),
        lost=Count("pk", filter=lost),
        refused=Count("pk", filter=Q(refused_at__gt=now - _TOLD_FOR)),
    )


def _works(letters: dict[str, datetime | int | None]) -> str:
    if not kept_mail.leaves():
        return "Nothing leaves a demonstration: visitors read it under “Read the letters”."
    last = letters["last"]
    sent = f" The last letter left at {dates.day_time(last)}." if isinstance(last, datetime) else ""
    return f"The mail server answers.{sent}"


def _server() -> Iterator[WorkingLine]:
    way = mail_words.way()
    if way is mail_words.Way.WAITS:
        means = "No mail server is set: nobody gets a letter, and nobody a code to sign in with."
        yield broken("E-mail", means, _NAME_ONE, OPERATOR)
    elif way is mail_words.Way.PRINTED:
        yield look("E-mail", _PRINTED, _NAME_ONE, OPERATOR)
    elif way is mail_words.Way.LEAVES and (
        trouble := _asked(int(time.monotonic() // _ASKED_EVERY))
    ):
        yield broken(
            "E-mail",
            f"{trouble} Nobody gets a code to sign in with. Letters wait for two days.",
            "See that the mail server runs and that EMAIL_URL is right (docs/running.md).",
            OPERATOR,
        )


@lru_cache(maxsize=1)
def _asked(moment: int) -> str:
    """What is wrong with the mail server, as one who connects finds it; nothing when all is well.

    The server's own words may hold the name that the site signs in with.
    """
    server = get_connection(timeout=_PATIENCE)
    try:
        server.open()
        server.close()
    except SMTPAuthenticationError:
        return "The mail server refuses the site's name or password."
    except (OSError, SMTPException):
        return "The mail server does not answer."
    return ""


def ask_again() -> None:
    """Forget how the mail server answered last."""
    _asked.cache_clear()


def _waiting(letters: dict[str, datetime | int | None]) -> Iterator[WorkingLine]:
    late, since = letters["late"], letters["late_since"]
    if isinstance(late, int) and isinstance(since, datetime):
        yield look(
            "E-mail",
            f"{several(late, 'letter has', 'letters have')} waited since {dates.day_time(since)}."
            " They are tried again every ten minutes, for two days.",
            "See that the worker runs and that the mail server takes letters.",
            OPERATOR,
        )


def _given_up(letters: dict[str, datetime | int | None]) -> Iterator[WorkingLine]:
    if isinstance(lost := letters["lost"], int) and lost:
        yield look(
            "E-mail",
            f"{several(lost, 'letter', 'letters')} of the last days could not be sent for two days,"
            " and will not be tried again.",
            "Tell people in another way what was decided or asked in those days.",
            OFFICER,
        )


def _refused(letters: dict[str, datetime | int | None]) -> Iterator[WorkingLine]:
    if isinstance(refused := letters["refused"], int) and refused:
        yield look(
            "E-mail",
            f"In the last seven days mail servers refused {several(refused, 'letter', 'letters')}:"
            " the address takes no mail. All others get theirs.",
            "Ask those people for an address that works: in a vote they are among the voters to"
            " look at, and invitations show their address.",
            OFFICER,
        )
