"""What a voter's browser carries of a ballot that is not cast: sealed, and bound to one voter and
one round.

A `Slip` is the field of the check page: a receipt and exactly the choices it stands for. `Ticks`
are a cookie, from the ballot to the check page and back, for one signing in. Both name the ballot
they would replace, so that neither is of use once one has cast, wherever that was. They are
encrypted and authenticated under keys that follow from K_r, so that nobody else can read or change
them. Changed choices need a new receipt.
"""

import base64
import hmac
import json
from typing import Any, NamedTuple
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

_SLIP, _TICKS = b"confirm/v1", b"ticks/v1"
# What is sealed is filled up to whole ones of these, so that its length tells no number of ticks.
_BLOCK = 960  # bytes: three make a cookie that every browser takes


class BadSlip(ValueError):
    """The value is not one of ours, or belongs to another person, round or box."""


class Slip(NamedTuple):
    """A receipt R (16 characters), the ballot numbers it stands for, and the ballot it replaces:
    `base_rev` is 0 for a first ballot."""

    code: str
    numbers: tuple[int, ...]
    base_rev: int


class Ticks(NamedTuple):
    """Ballot numbers that were ticked, right or wrong; the mark of the session they were ticked
    in; what was typed as the voter's own characters if it could not be taken; and the ballot they
    would replace, as a slip has it."""

    numbers: tuple[int, ...]
    visit: str
    own: str = ""
    base_rev: int = 0


def write(slip: Slip, *, kr: bytes, round_id: UUID, voter_ref: UUID) -> str:
    """The slip as a hidden field."""
    return _shut([slip.code, slip.numbers, slip.base_rev], _SLIP, kr, round_id, voter_ref)


def read(field: str, *, kr: bytes, round_id: UUID, voter_ref: UUID) -> Slip:
    """The slip in a hidden field. Raises BadSlip."""
    code, numbers, base_rev = _opened(field, _SLIP, kr, round_id, voter_ref)
    return Slip(code, tuple(numbers), base_rev)


def write_ticks(ticks: Ticks, *, kr: bytes, round_id: UUID, voter_ref: UUID) -> str:
    """The ticks as a cookie's value."""
    return _shut([*ticks], _TICKS, kr, round_id, voter_ref)


def read_ticks(value: str, *, kr: bytes, round_id: UUID, voter_ref: UUID) -> Ticks:
    """The ticks in a cookie's value. Raises BadSlip."""
    numbers, *rest = _opened(value, _TICKS, kr, round_id, voter_ref)
    if len(rest) != len(Ticks._fields) - 1:
        raise BadSlip  # of an earlier version
    return Ticks(tuple(numbers), *rest)


def _shut(said: list[Any], label: bytes, kr: bytes, round_id: UUID, voter_ref: UUID) -> str:
    plain = json.dumps([str(round_id), str(voter_ref), *said]).encode()
    filled = plain.ljust(-(-len(plain) // _BLOCK) * _BLOCK)
    closed = SecretBox(hmac.digest(kr, label, "sha256")).encrypt(filled)
    return base64.urlsafe_b64encode(bytes(closed)).decode()


def _opened(value: str, label: bytes, kr: bytes, round_id: UUID, voter_ref: UUID) -> list[Any]:
    try:
        closed = base64.urlsafe_b64decode(value.encode())
        plain = SecretBox(hmac.digest(kr, label, "sha256")).decrypt(closed)
    except (CryptoError, ValueError) as error:
        raise BadSlip from error
    said: list[Any]
    of_round, of_voter, *said = json.loads(plain)
    if (of_round, of_voter) != (str(round_id), str(voter_ref)):
        raise BadSlip
    return said
