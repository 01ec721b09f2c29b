"""Sending what the outbox holds, once each, and forgetting it in time."""

from datetime import timedelta
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction

from kit import clock
from kit.long_work import hold_open
from people import refused_mail
from people.models import Letter

KEPT_FOR = timedelta(days=90)
CHASED_AFTER = timedelta(minutes=15)
CHASED_UNTIL = timedelta(days=2)


@transaction.atomic
def deliver(letter: UUID | str) -> bool:
    """Send one letter unless it has gone; True when this call sent it.

    A letter whose address takes no mail is put aside, and its text wiped as if it had gone; any
    other failure rises, to be tried again. The row stays locked while the mail server is spoken to,
    so two workers never send the same letter.
    """
    hold_open(180)  # a slow mail server does so on purpose
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '180s'")
    waiting = Letter.objects.filter(pk=letter, sent_at=None, refused_at=None)
    row = waiting.select_for_update().first()
    if row is None:
        return False
    sent = _taken(row)
    moment = clock.now()
    row.sent_at, row.refused_at = (moment, None) if sent else (None, moment)
    row.text = ""
    row.save(update_fields=["sent_at", "refused_at", "text"])
    return sent


def _taken(row: Letter) -> bool:
    """Whether the mail server took the letter; False when it never will."""
    try:
        _message(row).send()
    except SMTPRecipientsRefused as error:
        if not refused_mail.for_good(error):
            raise
        refused_mail.note(row.to)
        return False
    refused_mail.forget(row.to)
    return True


def _message(letter: Letter) -> EmailMessage:
    """The e-mail; its id is the letter's, so that a mail server can tell a second copy."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject=letter.subject,
        body=letter.text,
        to=[letter.to],
        headers={"Message-ID": f"<{letter.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def send_at_once(*, to: str, subject: str, text: str) -> None:
    """Send an e-mail of which nothing is kept. Raises what the mail server's answer raises."""
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(subject=subject, body=text, to=[to], headers=headers).send()


def waiting_too_long() -> list[UUID]:
    """Letters whose job was lost, for instance because the worker was killed with it in hand."""
    now = clock.now()
    late = Letter.objects.filter(
        sent_at=None,
        refused_at=None,
        written_at__lt=now - CHASED_AFTER,
        written_at__gt=now - CHASED_UNTIL,
    )
    return list(late.order_by("written_at").values_list("pk", flat=True)[:1000])


@transaction.atomic
def forget_old_letters() -> int:
    """Delete letters of more than 90 days ago; gives how many."""
    gone, _ = Letter.objects.filter(written_at__lt=clock.now() - KEPT_FOR).delete()
    return gone
