"""One form for each e-mail address, so that a person has one account."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from people.refusals import AddressCannotBeUsed


def normal(address: str) -> str:
    """The address in small letters, a foreign domain in its ASCII form. Raises AddressCannotBeUsed.

    Dots and plus signs before the @ are the mail provider's business and stay as they are.
    """
    local, _, domain = address.strip().rpartition("@")
    if '"' in local or not local.isascii() or len(address) > 254:
        raise AddressCannotBeUsed
    try:
        plain = f"{local}@{domain.encode('idna').decode()}".lower()
        validate_email(plain)
    except (UnicodeError, ValidationError) as error:
        raise AddressCannotBeUsed("Enter an e-mail address, like name@example.org.") from error
    return plain
