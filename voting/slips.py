"""The field that the confirm page carries: a receipt bound to one voter, one round and exactly
these choices.

Encrypted and authenticated under a key that follows from K_r, so that nobody can read a receipt out
of a page's address or change what it stands for. Changed choices need a new receipt.
"""

import base64
import hmac
import json
from typing import NamedTuple
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox


class BadSlip(ValueError):
    """The field is not one of ours, or belongs to another person, round or box."""


class Slip(NamedTuple):
    """A receipt R (16 characters), the ballot numbers it stands for, and the ballot it replaces:
    `base_rev` is 0 for a first ballot."""

    code: str
    numbers: tuple[int, ...]
    base_rev: int


def write(slip: Slip, *, kr: bytes, round_id: UUID, voter_ref: UUID) -> str:
    """The slip as a hidden field."""
    plain = [str(round_id), str(voter_ref), slip.code, list(slip.numbers), slip.base_rev]
    closed = SecretBox(_key(kr)).encrypt(json.dumps(plain).encode())
    return base64.urlsafe_b64encode(bytes(closed)).decode()


def read(field: str, *, kr: bytes, round_id: UUID, voter_ref: UUID) -> Slip:
    """The slip in a hidden field. Raises BadSlip."""
    try:
        plain = SecretBox(_key(kr)).decrypt(base64.urlsafe_b64decode(field.encode()))
    except (CryptoError, ValueError) as error:
        raise BadSlip from error
    of_round, of_voter, code, numbers, base_rev = json.loads(plain)
    if (of_round, of_voter) != (str(round_id), str(voter_ref)):
        raise BadSlip
    return Slip(code, tuple(numbers), base_rev)


def _key(kr: bytes) -> bytes:
    return hmac.digest(kr, b"confirm/v1", "sha256")
