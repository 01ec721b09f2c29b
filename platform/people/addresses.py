"""One form for each e-mail address, so that a person has one account."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from people.refusals import AddressCannotBeUsed


def normal(address: str) -> str:
    """The address in small letters, a foreign domain in its ASCII form. Raises AddressCannotBeUsed.

    Dots and plus signs before the @ are the mail provider's business and stay as they are. A domain
    that the older and the newer rules of foreign names (IDNA 2003 and 2008) read differently is
    refused: mail for faß.de would go to fass.de, which is somebody else's.
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


def _in_ascii(domain: str) -> str:
    """Raises UnicodeError for a domain that does not come back the same."""
    found = domain.encode("idna").decode()
    if not domain.isascii() and found.encode().decode("idna") != domain.lower():
        raise UnicodeError("another domain under the older rules")
    return found
