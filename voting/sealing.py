"""The bytes of a ballot: receipts, tags, what is sealed and how. Final from the first release.

Pure bytes; it knows nothing of the website, so that others can write it again from this page alone.

- A receipt R is 16 characters of Crockford's base 32 (80 bits), and 4 more when the voter chose
  some.
- `round` in every digest is the round's lower-case hyphenated UUID; R is normalised (`normalise`).
- `live = sha256("pb-live/v1|" round "|" R)` says that a ballot is in the box.
- `T    = sha256("pb-count/v1|" round "|" R)` stands beside the choices once the votes are opened.
- `k    = HMAC-SHA256(K_r, round "|" voter)` holds a voter's place in the box; `voter` is the
  reference of their entry of the list of voters, a UUID as text.

What is sealed: version byte 1, T (32 bytes), a format byte, the choices, then zeros up to the
round's length. Format 1 is approval: one bit per ballot number, number 1 being the highest bit of
the first byte. The length is the same for every ballot of a round: `plaintext_length`. The sealed
form is NaCl's sealed box (X25519, XSalsa20, Poly1305), which adds 48 bytes.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

VERSION = 1
APPROVAL = 1
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MINTED = 16
CHOSEN = 4

_HEAD = 34
_BLOCK = 64
_OVERHEAD = 48
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
# Dashes and minus signs as keyboards and programs put them for a hyphen, and full stops.
_BETWEEN = re.compile(r"[\s.\u2010-\u2015\u2212-]")


class NotAReceipt(ValueError):
    """What was typed can't be a receipt."""


class NotABallot(ValueError):
    """Bytes that are not a ballot of this round."""


class Opened(NamedTuple):
    """An opened ballot: T, and the ballot numbers chosen, ascending."""

    tracker: bytes
    numbers: tuple[int, ...]


def mint() -> str:
    """A new receipt of 16 characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(MINTED))


def normalise(typed: str) -> str:
    """Receipt characters as they count: capitals, no spaces or hyphens, O as 0, I and L as 1.

    Raises NotAReceipt for any other character.
    """
    code = _BETWEEN.sub("", typed).upper().translate(_LOOKALIKES)
    if not set(code) <= set(ALPHABET):
        raise NotAReceipt(typed)
    return code


def receipt(typed: str) -> str:
    """A whole receipt, normalised: 16 characters, or 20. Raises NotAReceipt."""
    code = normalise(typed)
    if len(code) not in (MINTED, MINTED + CHOSEN):
        raise NotAReceipt(typed)
    return code


def grouped(code: str) -> str:
    """A receipt as it is shown: "ABCD-EFGH-JKMN-PQRS"."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def live_tag(round_id: UUID, code: str) -> bytes:
    """What says that a ballot is in the box (32 bytes)."""
    return _digest("pb-live/v1", round_id, code)


def tracker(round_id: UUID, code: str) -> bytes:
    """T: what stands beside an opened ballot (32 bytes)."""
    return _digest("pb-count/v1", round_id, code)


def place(kr: bytes, round_id: UUID, voter_ref: UUID) -> bytes:
    """k: a voter's place in the box (32 bytes)."""
    return hmac.digest(kr, f"{round_id}|{voter_ref}".encode(), "sha256")


def kr_digest(kr: bytes) -> bytes:
    """What the round stores of K_r: every process must hold the same one."""
    return hashlib.sha256(b"pb-kr/v1" + kr).digest()


def door(kr: bytes, round_id: UUID) -> bytes:
    """What opens the doors through which ballots leave the box (32 bytes); the round stores its
    SHA-256 alone.
    """
    return hmac.digest(kr, f"pb-door/v1|{round_id}".encode(), "sha256")


def door_digest(kr: bytes, round_id: UUID) -> bytes:
    """What the round stores of the door."""
    return hashlib.sha256(door(kr, round_id)).digest()


def noticed_tag(kr: bytes, k: bytes) -> bytes:
    """What remembers that the notice about place `k` was sent."""
    return hmac.digest(kr, b"noticed|" + k, "sha256")


def plaintext_length(lines: int) -> int:
    """Bytes of every ballot before sealing, for a ballot of `lines` ideas: whole blocks of 64."""
    return -(-(_HEAD + -(-lines // 8)) // _BLOCK) * _BLOCK


def sealed_length(lines: int) -> int:
    """Bytes of every sealed ballot."""
    return plaintext_length(lines) + _OVERHEAD


def encode(tracked: bytes, numbers: Iterable[int], *, lines: int) -> bytes:
    """An approval ballot before sealing; `numbers` are 1…lines. Raises NotABallot."""
    bits = bytearray(-(-lines // 8))
    for number in numbers:
        if not 1 <= number <= lines:
            raise NotABallot(f"{number} is not on the ballot")
        bits[(number - 1) // 8] |= 0x80 >> ((number - 1) % 8)
    if len(tracked) != 32:
        raise NotABallot("T has 32 bytes")
    head = bytes([VERSION]) + tracked + bytes([APPROVAL])
    return (head + bytes(bits)).ljust(plaintext_length(lines), b"\0")


def decode(plain: bytes, *, lines: int) -> Opened:
    """An approval ballot after opening. Raises NotABallot for what `encode` did not write."""
    if len(plain) != plaintext_length(lines) or plain[0] != VERSION or plain[33] != APPROVAL:
        raise NotABallot("wrong length, version or format")
    bits = plain[_HEAD : _HEAD + -(-lines // 8)]
    numbers = tuple(n for n in range(1, lines + 1) if bits[(n - 1) // 8] & (0x80 >> ((n - 1) % 8)))
    if encode(plain[1:33], numbers, lines=lines) != plain:
        raise NotABallot("something stands after the last choice")
    return Opened(plain[1:33], numbers)


def seal(public_key: bytes, plain: bytes) -> bytes:
    """Seal a ballot for the box."""
    return SealedBox(PublicKey(public_key)).encrypt(plain)


def unseal(private_key: PrivateKey, ciphertext: bytes) -> bytes:
    """Open a sealed ballot. Raises NotABallot when it was sealed for another box or was altered."""
    try:
        return SealedBox(private_key).decrypt(ciphertext)
    except (CryptoError, ValueError) as error:
        raise NotABallot("it does not open with the key of this box") from error


def root(tags: Sequence[bytes]) -> bytes:
    """The Merkle tree hash of RFC 9162 over tags in ascending order."""
    level = [hashlib.sha256(b"\0" + tag).digest() for tag in sorted(tags)]
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [_node(pair) for pair in pairs]
    return level[0]


def _node(pair: Sequence[bytes]) -> bytes:
    return pair[0] if len(pair) == 1 else hashlib.sha256(b"\1" + pair[0] + pair[1]).digest()


def _digest(label: str, round_id: UUID, code: str) -> bytes:
    return hashlib.sha256(f"{label}|{round_id}|{code}".encode()).digest()
