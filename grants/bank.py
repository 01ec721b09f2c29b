"""Bank details as they are kept: encrypted with a key that is never in the database."""

import json
import re
from dataclasses import asdict, dataclass

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from kit import secret_files
from kit.refusal import Refused

_KEY_FILE = "bank.key"
SORT_CODE_DIGITS, ACCOUNT_DIGITS = 6, 8
_LONGER = (9, 10)  # as some banks write them, with a part of the sort code or a check digit
# Spaces of every kind, dots, strokes, and dashes and minus signs for a hyphen.
_BETWEEN = re.compile(r"[\s./\u2010-\u2015\u2212-]")


class NotASortCode(Refused):
    message = "A sort code has 6 digits, like 08-99-99."
    field = "sort_code"


class NotAnAccount(Refused):
    message = "An account number has 8 digits. If yours has 7, put a 0 in front."
    field = "account_number"


class KeyLost(Refused):
    message = (
        "The key that these bank details were locked with is not on this server. "
        "Put it back from its copy, or ask the holder to enter them again."
    )


class NoPayee(Refused):
    message = "Enter the name on the account."
    field = "payee"


@dataclass(frozen=True, slots=True)
class BankAccount:
    """A British bank account: six digits, eight digits, and the name on it."""

    payee: str
    sort_code: str
    number: str

    @property
    def ends_in(self) -> str:
        """The last four digits: all that pages show."""
        return self.number[-4:]

    @property
    def sort_code_shown(self) -> str:
        """ "08-99-99"."""
        return "-".join(self.sort_code[at : at + 2] for at in (0, 2, 4))


def account(*, payee: str, sort_code: str, number: str) -> BankAccount:
    """What a person typed, checked. Raises NoPayee, NotASortCode or NotAnAccount."""
    name = " ".join(payee.split())
    if not name:
        raise NoPayee
    digits = _digits(number)
    if len(digits) in _LONGER:
        raise NotAnAccount(
            f"An account number has 8 digits; this one has {len(digits)}. Ask the bank which 8 of"
            " them payments go to."
        )
    if len(digits) != ACCOUNT_DIGITS or not digits.strip("0"):
        raise NotAnAccount
    sort = _digits(sort_code)
    if len(sort) != SORT_CODE_DIGITS or not sort.strip("0"):
        raise NotASortCode
    return BankAccount(name, sort, digits)


def seal(details: BankAccount) -> bytes:
    """The account, encrypted and authenticated (XSalsa20-Poly1305, a random nonce in front)."""
    plain = json.dumps(asdict(details)).encode()
    return bytes(SecretBox(secret_files.keep(_KEY_FILE)).encrypt(plain))


def unseal(sealed: bytes) -> BankAccount:
    """The account that `seal` was given. Raises KeyLost without its key, or under another."""
    try:
        return BankAccount(**json.loads(SecretBox(_key()).decrypt(bytes(sealed))))
    except (FileNotFoundError, CryptoError) as error:
        raise KeyLost from error


def _key() -> bytes:
    """The key as it is: whoever reads details never makes one. Raises FileNotFoundError; one that a
    full disk left empty opens nothing.
    """
    return (secret_files.folder() / _KEY_FILE).read_bytes()


def _digits(typed: str) -> str:
    """The digits of a number, or nothing where there is more than what people put between them."""
    digits = _BETWEEN.sub("", typed)
    return digits if re.fullmatch("[0-9]+", digits) else ""


def same(sealed: bytes, details: BankAccount) -> bool:
    """Whether `sealed` holds these details; what can't be read any more never does."""
    try:
        return unseal(sealed) == details
    except KeyLost:
        return False
