"""The one door: a code goes to any address, and whoever types it in is let in.

An account is made after the code and not before: an address that nobody here has leaves what a
known one leaves, costs what a known one costs, and is answered in the same words. Codes are counted
by the real time and not by the installation's clock, which a demonstration moves on by weeks.

Called outside of any transaction: a wrong try is counted whatever comes of it.
"""

import hmac
import logging
import secrets
from collections.abc import Sequence
from datetime import timedelta
from smtplib import SMTPException
from typing import NamedTuple
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from kit import secret_files
from people import addresses, delivery, networks, refused_mail, signs
from people.limits import Limit
from people.models import SignInCode, User
from people.post import compose
from people.refusals import (
    AddressTakesNoMail,
    CodeEnded,
    CodeNotSent,
    NewCodeNeeded,
    TooManyCodes,
    WrongCode,
)

_log = logging.getLogger(__name__)

KEY_FILE = "sign-in.key"
GOOD_FOR = timedelta(minutes=15)
MOST_TRIES = 5
# No vowels, so no words; nothing that looks like something else.
_SIGNS = "BCDFGHJKLMNPQRSTVWXZ"
# By address and network first, strictly: nobody keeps somebody else out from where they are. Then
# by network, loosely: a community hall shares one on voting night. Then by address alone.
_LIMITS = (
    (Limit("codes-here", 5, 600), lambda address, network: (address, network)),
    (Limit("codes-network", 120, 60), lambda address, network: (network,)),
    (Limit("codes-address", 30, 3600), lambda address, network: (address,)),
)
_WAIT = {60: "a minute", 600: "ten minutes", 3600: "an hour"}


# One statement: of tries at the same moment each is counted.
_TRY = """
UPDATE people_signincode SET tries = tries + 1
WHERE id = ANY(%s::uuid[]) AND tries < %s
  AND asked_at > statement_timestamp() - make_interval(secs => %s)
RETURNING id, digest, tries
"""


class Arrival(NamedTuple):
    """Who a code let in, and whether the account was made by it."""

    person: User
    new: bool


def send_code(address: str, *, network: str) -> UUID:
    """Send a code to `address`, asked for from the network address `network`; gives what
    `use_code` asks for. Codes sent before stay good.

    Raises AddressCannotBeUsed, TooManyCodes, and AddressTakesNoMail or CodeNotSent with nothing
    kept.
    """
    address = addresses.normal(address)
    _hold_to_limits(address, networks.digest(network) or b"here")
    typed = "".join(secrets.choice(_SIGNS) for _ in range(8))
    sent = uuid4()
    SignInCode.objects.create(pk=sent, digest=_digest(sent, address, typed))
    try:
        _send(address, f"{typed[:4]}-{typed[4:]}")
    except (AddressTakesNoMail, CodeNotSent):
        SignInCode.objects.filter(pk=sent).delete()
        raise
    return sent


def _hold_to_limits(address: str, network: bytes) -> None:
    for limit, counted_by in _LIMITS:
        if not limit.has_room(*counted_by(address, network)):
            raise TooManyCodes(_WAIT[limit.seconds])


def _send(address: str, code: str) -> None:
    """At once and not through the outbox, whose rows can be read."""
    subject, text = compose("email/people/code.txt", {"code": code})
    try:
        delivery.send_at_once(to=address, subject=subject, text=text)
    except (OSError, SMTPException) as error:
        if refused_mail.for_good(error):
            refused_mail.note(address)
            raise AddressTakesNoMail from error
        # The error's own words may hold the address.
        _log.error("A sign-in e-mail could not be sent: %s", type(error).__name__)
        raise CodeNotSent from error
    refused_mail.forget(address)


def use_code(sent: Sequence[UUID], *, address: str, typed: str, network: str) -> Arrival:
    """Use a code that `send_code` sent to `address` as one of `sent`; the account is made if the
    address has none.

    Each is good for five tries and fifteen minutes, and with the first that is used all are gone.
    Raises WrongCode, NewCodeNeeded and CodeEnded.
    """
    rows = _count_try(sent)
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    # Each is compared, whichever it was: the time an answer takes tells nothing.
    right = [hmac.compare_digest(row.digest, _digest(row.pk, address, letters)) for row in rows]
    if not any(right):
        raise WrongCode if any(row.tries < MOST_TRIES for row in rows) else NewCodeNeeded
    with transaction.atomic():
        if not SignInCode.objects.filter(pk=rows[right.index(True)].pk).delete()[0]:
            raise CodeEnded
        SignInCode.objects.filter(pk__in=sent).delete()
        found = _person_of(address)
        person = found or _make(address, network)
        _note_verified(person, address)
        return Arrival(person, found is None)


def still_works(sent: UUID) -> bool:
    """Whether a code that was sent lets in whoever types it now."""
    codes = SignInCode.objects.filter(pk=sent, tries__lt=MOST_TRIES)
    return codes.filter(asked_at__gt=Now() - GOOD_FOR).exists()


def _count_try(sent: Sequence[UUID]) -> list[SignInCode]:
    """Those that still work, this try counted. Raises CodeEnded where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_TRY, [list(sent), MOST_TRIES, GOOD_FOR.total_seconds()])
        rows = [
            SignInCode(pk=pk, digest=bytes(digest), tries=tries) for pk, digest, tries in cursor
        ]
    if not rows:
        raise CodeEnded
    return rows


def _person_of(address: str) -> User | None:
    """Whose the address is: who has shown that it is theirs, else who was written down with it."""
    shown = EmailAddress.objects.filter(email__iexact=address, verified=True)
    if person := User.objects.filter(pk__in=shown.values("user")).first():
        return person
    return User.objects.filter(email=address).first()


def _make(address: str, network: str) -> User:
    try:
        with transaction.atomic():
            person = User.objects.create_user(address)
    except IntegrityError:  # made from another browser in the same moment
        return User.objects.get(email=address)
    signs.note_sign_up(person, network)
    return person


def _note_verified(person: User, address: str) -> None:
    own = EmailAddress.objects.filter(user=person, email__iexact=address)
    if own.filter(verified=True).exists() or own.update(verified=True):
        return
    first = not EmailAddress.objects.filter(user=person, primary=True).exists()
    EmailAddress.objects.create(user=person, email=address, primary=first, verified=True)


def forget_codes() -> int:
    """Delete codes that are over; gives how many."""
    gone, _ = SignInCode.objects.filter(asked_at__lte=Now() - GOOD_FOR).delete()
    return gone


def _digest(sent: UUID, address: str, typed: str) -> bytes:
    """HMAC-SHA256 under a key that the database has not: what was sent where."""
    facts = f"sign-in/v1|{sent}|{typed}|{address}".encode()
    return hmac.digest(secret_files.keep(KEY_FILE), facts, "sha256")
