"""What nobody should write where others read it: a receipt, an e-mail address, a postcode.

A receipt shows whoever has it how its owner voted, once the votes are open.
"""

import re

from django.core.exceptions import ValidationError

# Groups of four as a receipt is printed, or in one piece. Words of an ordinary sentence are groups
# of four letters too, so two of its signs must be digits: of 16 by chance, all but one in 60 have.
_GROUP = "[0-9A-Za-z]{4}"
_RECEIPT = re.compile(
    rf"(?<![0-9A-Za-z])(?:{_GROUP}[- \N{{EN DASH}}]?){{3,4}}{_GROUP}(?![0-9A-Za-z])"
)
_LEAST_DIGITS = 2
_EMAIL = re.compile(r"[^\s@]@[^\s@]")
_POSTCODE = re.compile(r"(?<![0-9A-Z])[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}(?![0-9A-Z])", re.I)


def no_receipt(text: str) -> None:
    """Raise ValidationError for text with what looks like a receipt."""
    if any(sum(map(str.isdigit, found)) >= _LEAST_DIGITS for found in _RECEIPT.findall(text)):
        raise ValidationError(
            "This looks like a receipt. Leave it out: whoever reads it can see how you voted"
        )


def nobody_found(text: str) -> None:
    """Raise ValidationError for text by which somebody could be found."""
    if names_a_place_of_somebody(text):
        raise ValidationError("Everybody can read this. Leave e-mail addresses and postcodes out")


def names_a_place_of_somebody(text: str) -> bool:
    """Whether text holds an e-mail address or a postcode."""
    return bool(_EMAIL.search(text) or _POSTCODE.search(text))
