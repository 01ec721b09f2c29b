"""The secrets of a ballot box: files in the secrets folder, never in the database or its backup.

They lie in `rounds/<round>/<start of the box's public key>/`, so that making a box again never
touches the keys of the one before, even when the database then takes it back:

- `kr` is K_r, from which a voter's place in the box follows;
- `box.sealed` (custody `two-people`) is the box's private key, sealed under `box-master.key` of the
  secrets folder, or of the environment (`ALLOTMENT_BOX_MASTER_KEY`, 64 hexadecimal digits);
- `words-<person>.sealed` (custody `keyholders`) holds one person's words until they have typed them
  once;
- `given-<person>.sealed` holds the first words typed at the opening; the second are never written.

Custody `keyholders`: the private key is never written down. While it is in memory it is split into
three shares (SLIP-39, any two), every pair is put together again and must open a test ballot, and
the digest of each share is kept. A person who then types words with that digest has typed one of
the very shares which opened the test ballot: so the rehearsal proves that any two can open the box,
and no two shares are ever together again on the server before the vote has closed.
"""

import hashlib
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.secret import SecretBox
from shamir_mnemonic import combine_mnemonics, generate_mnemonics
from shamir_mnemonic.utils import MnemonicError

from kit import secret_files
from kit.refusal import Refused
from voting import sealing
from voting.models import Box

NEEDED, OF = 2, 3
_TEST_LINES = 8


class KeysMissing(Refused):
    """A key that the box needs is not in the secrets folder, or does not fit it: a note says."""

    message = (
        "A key of the ballot box is missing on this server, so nothing was done. Tell the trust."
    )


def _missing(detail: str) -> KeysMissing:
    """The refusal, with what only those who run the server should read."""
    refusal = KeysMissing()
    refusal.add_note(detail)
    return refusal


class Made(NamedTuple):
    """A new box: what may be stored of it. `shares` are digests of words by person."""

    public_key: bytes
    kr_sha256: bytes
    door_sha256: bytes
    shares: dict[UUID, bytes]


@dataclass(frozen=True)
class BoxKeys:
    """The key files of one box."""

    round_id: UUID
    public_key: bytes

    @property
    def folder(self) -> Path:
        return _rounds() / str(self.round_id) / self.public_key.hex()[:16]

    def kr(self) -> bytes:
        """K_r (32 bytes). Raises KeysMissing."""
        return self._read("kr")

    def private_key(self) -> PrivateKey:
        """The private key of a box that two people open. Raises KeysMissing."""
        return self._checked(_opened(self._read("box.sealed")))

    def words(self, person: UUID) -> str | None:
        """A person's words, until they have typed them once; None afterwards."""
        return self._words(f"words-{person}.sealed")

    def forget_words(self, person: UUID) -> None:
        secret_files.remove(self.folder / f"words-{person}.sealed")

    def forget_all_words(self) -> None:
        """Everybody has typed theirs: what an interrupted process left of them goes too."""
        for file in self.folder.glob("words-*.sealed"):
            secret_files.remove(file)

    def keep_given(self, person: UUID, words: str) -> None:
        """Keep the first words typed at the opening, under the master key."""
        closed = _closed(plain_words(words).encode())
        secret_files.write(self.folder / f"given-{person}.sealed", closed)

    def private_key_with(self, words: str, people: Sequence[UUID]) -> PrivateKey:
        """The private key from words typed now, never written down, and those that other `people`
        gave before. Raises KeysMissing.
        """
        given = [self._words(f"given-{person}.sealed") for person in people]
        before = [other for other in given if other]
        return self._checked(_combined([plain_words(words), *before][:NEEDED]))

    def forget_given(self) -> None:
        for file in self.folder.glob("given-*.sealed"):
            secret_files.remove(file)

    def forget_private_key(self) -> None:
        """Drop everything that could open a ballot; K_r stays."""
        self.forget_given()
        self.forget_all_words()
        secret_files.remove(self.folder / "box.sealed")

    def _words(self, name: str) -> str | None:
        path = self.folder / name
        return _opened(path.read_bytes()).decode() if path.exists() else None

    def _read(self, name: str) -> bytes:
        try:
            if found := (self.folder / name).read_bytes():
                return found
        except OSError as error:
            fault = error.strerror
        else:
            fault = "it is empty"
        raise _missing(f"{name} of round {self.round_id} can't be read: {fault}")

    def _checked(self, key: bytes) -> PrivateKey:
        private = PrivateKey(key)
        if bytes(private.public_key) != self.public_key:
            raise _missing(f"the key of round {self.round_id} does not fit its box")
        return private


def keys_of(box: Box) -> BoxKeys:
    """Where the key files of a box lie."""
    return BoxKeys(box.round_id, bytes(box.public_key))


def make(round_id: UUID, *, custody: str, people: Sequence[UUID]) -> Made:
    """Make a new box's keys and store what custody wants stored. `people` hold the key."""
    private = PrivateKey.generate()
    keys = BoxKeys(round_id, bytes(private.public_key))
    kr = secret_files.new_key()
    secret_files.write(keys.folder / "kr", kr)
    shares: dict[UUID, bytes] = {}
    if custody == "keyholders":
        for person, words in zip(people, _split(private), strict=True):
            secret_files.write(keys.folder / f"words-{person}.sealed", _closed(words.encode()))
            shares[person] = words_digest(words)
    else:
        secret_files.write(keys.folder / "box.sealed", _closed(bytes(private)))
    door_sha256 = sealing.door_digest(kr, round_id)
    return Made(keys.public_key, sealing.kr_digest(kr), door_sha256, shares)


def key_of_two_parts() -> PrivateKey:
    """A new private key that belongs to no box, put together from two of its three parts."""
    private = PrivateKey.generate()
    return PrivateKey(_combined(_split(private)[:NEEDED]))


def destroy(round_id: UUID) -> None:
    """Remove every key file of a round."""
    secret_files.remove_folder(_rounds() / str(round_id))


def kept() -> list[UUID]:
    """Rounds of which key files are there."""
    rounds = _rounds()
    return [UUID(folder.name) for folder in rounds.iterdir()] if rounds.exists() else []


def plain_words(typed: str) -> str:
    """Words as they count: lower case, one space between."""
    return " ".join(typed.lower().split())


def words_digest(words: str) -> bytes:
    """What is kept of a share: it has too many bits to be guessed from this."""
    return hashlib.sha256(b"pb-share/v1|" + plain_words(words).encode()).digest()


def _split(private: PrivateKey) -> list[str]:
    shares: list[str] = generate_mnemonics(1, [(NEEDED, OF)], bytes(private))[0]
    test = sealing.encode(secrets.token_bytes(32), [1], lines=_TEST_LINES)
    sealed = sealing.seal(bytes(private.public_key), test)
    for pair in combinations(shares, NEEDED):
        try:
            sealing.unseal(PrivateKey(_combined(pair)), sealed)
        except sealing.NotABallot as error:
            raise _missing("the parts of the key do not open a test ballot") from error
    return shares


def _combined(words: Sequence[str]) -> bytes:
    try:
        key: bytes = combine_mnemonics(words)
    except MnemonicError as error:
        raise _missing("these words do not make the key") from error
    return key


def _rounds() -> Path:
    return secret_files.folder() / "rounds"


def _closed(plain: bytes) -> bytes:
    return bytes(SecretBox(_master_key()).encrypt(plain))


def _opened(closed: bytes) -> bytes:
    try:
        return SecretBox(_master_key()).decrypt(closed)
    except CryptoError as error:
        raise _missing("a key file does not open with the master key") from error


def _master_key() -> bytes:
    given = os.environ.get("ALLOTMENT_BOX_MASTER_KEY")
    if given:
        return bytes.fromhex(given)
    return secret_files.keep("box-master.key")
