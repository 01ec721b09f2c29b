"""One form for each e-mail address, so that a person has one account."""

import unicodedata

import idna
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from people.models import User
from people.refusals import AddressCannotBeUsed


def normal(address: str) -> str:
    """The address in small letters, a foreign domain in its ASCII form. Raises AddressCannotBeUsed.

    Dots and plus signs before the @ are the mail provider's business and stay as they are. Foreign
    names of domains are read by IDNA 2008 (RFC 5891): under the older rules mail for faß.de would
    go to fass.de, which is somebody else's.
    """
    local, _, domain = address.strip().rpartition("@")
    if '"' in local or not local.isascii() or len(address) > 254 or domain.startswith("["):
        raise AddressCannotBeUsed
    try:
        plain = f"{local}@{_in_ascii(domain)}".lower()
        validate_email(plain)
    except (UnicodeError, ValidationError) as error:
        raise AddressCannotBeUsed("Enter an e-mail address, like name@example.org.") from error
    return plain


def of(person: User) -> frozenset[str]:
    """The addresses by which somebody can sign in, in small letters: what was written to one of
    them was written to this person.
    """
    shown = EmailAddress.objects.filter(user=person, verified=True)
    return frozenset(
        each.lower() for each in (person.email, *shown.values_list("email", flat=True))
    )


def _in_ascii(domain: str) -> str:
    """Raises UnicodeError for what is no domain, or is written with signs that stand for others."""
    if domain.isascii():
        return domain
    small = unicodedata.normalize("NFC", domain.lower())
    found = idna.encode(small, std3_rules=True).decode()
    if idna.decode(found) != small:
        raise UnicodeError("signs that stand for others")
    return found
