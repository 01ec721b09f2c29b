"""Addresses that take no mail: noted when a mail server says so for good, forgotten when mail gets
through.

Only letters and sign-in codes come here. A notice about a vote goes to those who voted, so what
became of it is never noted.
"""

from smtplib import SMTPRecipientsRefused

from people.models import MailRefused, User

# 503 is about the order of commands, 530 about the site's own signing in.
_ABOUT_THE_SITE = frozenset({503, 530})


def for_good(error: Exception) -> bool:
    """Whether a mail server said that the address itself takes no mail: 5xx in answer to RCPT.

    4xx asks to be tried again. 5.7.x refuses the site's mail server, whomever it writes to.
    """
    return isinstance(error, SMTPRecipientsRefused) and all(
        500 <= code <= 599 and code not in _ABOUT_THE_SITE and not words.startswith(b"5.7.")
        for code, words in error.recipients.values()
    )


def note(address: str) -> None:
    """Note that `address` takes no mail, if somebody here has it; the first time stays."""
    person = User.objects.filter(email=address.lower()).first()
    if person is not None:
        MailRefused.objects.get_or_create(person=person)


def forget(address: str) -> None:
    """Mail to `address` got through."""
    MailRefused.objects.filter(person__email=address.lower()).delete()
