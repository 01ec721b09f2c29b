from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey, SealedBox

from voting import sealing

ROUND = UUID("0191D3C4-5B6A-7C8D-9E0F-112233445566")
VOTER = UUID("7f000001-0000-4000-8000-00000000abcd")
CODE = "0123456789ABCDEF"


def test_every_digest_of_a_receipt_is_as_published() -> None:
    text = "0191d3c4-5b6a-7c8d-9e0f-112233445566|0123456789ABCDEF"
    assert sealing.live_tag(ROUND, CODE) == hashlib.sha256(b"pb-live/v1|" + text.encode()).digest()
    assert sealing.tracker(ROUND, CODE) == hashlib.sha256(b"pb-count/v1|" + text.encode()).digest()
    assert sealing.live_tag(ROUND, CODE).hex() == (
        "b850a17a60be55926844b969005ddcac5453ea1e7a0de7975ddf95ff584f5cc2"
    )
    assert sealing.tracker(ROUND, CODE).hex() == (
        "0af967f2946b83f703611fd6a2bc517749e221620512a7c812c6c9227fc0feaf"
    )


def test_a_voters_place_is_as_published() -> None:
    kr = bytes(range(32))
    text = b"0191d3c4-5b6a-7c8d-9e0f-112233445566|7f000001-0000-4000-8000-00000000abcd"
    assert sealing.place(kr, ROUND, VOTER) == hmac.new(kr, text, hashlib.sha256).digest()
    assert sealing.place(kr, ROUND, VOTER).hex() == (
        "49cd2261c81be65a08d4168a463d0139484787cfc7e3b3c7c7ee560e941e9d94"
    )
    assert sealing.kr_digest(kr) == hashlib.sha256(b"pb-kr/v1" + kr).digest()
    k = sealing.place(kr, ROUND, VOTER)
    assert sealing.noticed_tag(kr, k) == hmac.new(kr, b"noticed|" + k, hashlib.sha256).digest()


def test_a_ballot_has_exactly_these_bytes() -> None:
    tracked = bytes(range(1, 33))
    plain = sealing.encode(tracked, [1, 8, 9, 10], lines=10)
    assert plain.hex() == (
        "010102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200181c0" + "00" * 28
    )
    assert len(plain) == 64
    assert sealing.decode(plain, lines=10) == (tracked, (1, 8, 9, 10))


@pytest.mark.parametrize(
    ("lines", "plain", "sealed"),
    [
        (1, 64, 112),
        (240, 64, 112),
        (241, 128, 176),
        (337, 128, 176),
        (752, 128, 176),
        (753, 192, 240),
    ],
)
def test_every_ballot_of_a_round_has_one_length(lines: int, plain: int, sealed: int) -> None:
    assert sealing.plaintext_length(lines) == plain
    assert sealing.sealed_length(lines) == sealed
    key = PrivateKey.generate()
    for numbers in ([1], list(range(1, lines + 1))):
        ballot = sealing.encode(bytes(32), numbers, lines=lines)
        assert len(sealing.seal(bytes(key.public_key), ballot)) == sealed


def test_a_ballot_sealed_elsewhere_is_opened_here() -> None:
    key = PrivateKey(bytes(range(32)))
    plain = sealing.encode(bytes(32), [2], lines=3)
    assert sealing.unseal(key, SealedBox(key.public_key).encrypt(plain)) == plain


@pytest.mark.parametrize(
    ("at", "value", "says"),
    [
        (0, 2, "version or format"),
        (33, 2, "version or format"),
        (34, 0x90, "after the last choice"),
        (35, 1, "after the last choice"),
        (63, 1, "after the last choice"),
    ],
    ids=["version", "format", "a number past the last", "after the choices", "padding"],
)
def test_a_ballot_with_one_odd_byte_is_refused(at: int, value: int, says: str) -> None:
    plain = bytearray(sealing.encode(bytes(32), [1], lines=3))
    plain[at] = value
    with pytest.raises(sealing.NotABallot, match=says):
        sealing.decode(bytes(plain), lines=3)


def test_a_ballot_of_another_length_is_refused() -> None:
    plain = sealing.encode(bytes(32), [1], lines=3)
    for odd in (plain + b"\0", plain[:-1], b""):
        with pytest.raises(sealing.NotABallot, match="wrong length"):
            sealing.decode(odd, lines=3)


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_number_that_is_not_on_the_ballot_is_refused(number: int) -> None:
    with pytest.raises(sealing.NotABallot):
        sealing.encode(bytes(32), [number], lines=3)


def test_an_altered_ballot_does_not_open() -> None:
    key = PrivateKey.generate()
    sealed = bytearray(sealing.seal(bytes(key.public_key), bytes(64)))
    sealed[50] ^= 1
    with pytest.raises(sealing.NotABallot):
        sealing.unseal(key, bytes(sealed))


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.just(n), st.sets(st.integers(1, n)))))
def test_what_is_encoded_is_decoded(case: tuple[int, set[int]]) -> None:
    lines, numbers = case
    opened = sealing.decode(sealing.encode(bytes(32), numbers, lines=lines), lines=lines)
    assert opened.numbers == tuple(sorted(numbers))


def test_a_minted_receipt_has_80_bits_and_no_confusing_letters() -> None:
    codes = {sealing.mint() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 16 and sealing.normalise(code) == code for code in codes)
    assert not set("ILOU") & set("".join(codes))


@pytest.mark.parametrize("typed", ["0il-o  ABCD", "0I1O abcd", "oLi0-ABCD", "\u00a00110\tabcd\n"])
def test_a_receipt_can_be_typed_carelessly(typed: str) -> None:
    assert sealing.normalise(typed) == "0110ABCD"


@pytest.mark.parametrize("typed", ["", "0123", "0123456789ABCDEFG", "0123456789ABCDE!", "U" * 16])
def test_what_cannot_be_a_receipt_is_refused(typed: str) -> None:
    with pytest.raises(sealing.NotAReceipt):
        sealing.receipt(typed)


def test_a_receipt_is_shown_in_groups_of_four() -> None:
    assert sealing.grouped("0123456789ABCDEFWXYZ") == "0123-4567-89AB-CDEF-WXYZ"


def test_the_root_is_the_merkle_tree_hash() -> None:
    def leaf(tag: bytes) -> bytes:
        return hashlib.sha256(b"\0" + tag).digest()

    def node(left: bytes, right: bytes) -> bytes:
        return hashlib.sha256(b"\1" + left + right).digest()

    a, b, c = b"a" * 32, b"b" * 32, b"c" * 32
    assert sealing.root([]) == hashlib.sha256(b"").digest()
    assert sealing.root([a]) == leaf(a)
    assert sealing.root([c, a, b]) == node(node(leaf(a), leaf(b)), leaf(c))
    five = [bytes([n]) * 32 for n in range(5)]
    assert sealing.root(five) == node(
        node(node(leaf(five[0]), leaf(five[1])), node(leaf(five[2]), leaf(five[3]))), leaf(five[4])
    )


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_ballot_has_a_whole_tracker(length: int) -> None:
    with pytest.raises(sealing.NotABallot, match="T has 32 bytes"):
        sealing.encode(bytes(length), [1], lines=3)
