"""Pictures as phones, scanners and strangers make them: taken or refused, never a fault of ours."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from people import pictures
from tests.people.files import picture_bytes

ROOT = Path(__file__).resolve().parents[2]
FOUND = Path(os.environ.get("ALLOTMENT_SHARED", ROOT.parent / "shared"))
FOUND /= "data/found"

# Orientation 6, and a resolution that is text where a fraction belongs.
ENTRIES = [(0x0112, 3, 1, struct.pack("<HH", 6, 0)), (0x011A, 2, 4, b"abc\0")]


def exif(entries: list[tuple[int, int, int, bytes]]) -> bytes:
    body = b"".join(struct.pack("<HHI", tag, kind, n) + value for tag, kind, n, value in entries)
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, len(entries)) + body + bytes(4)


def jpeg(metadata: bytes, size: tuple[int, int] = (60, 40)) -> bytes:
    """A JPEG with these very bytes as its metadata; nothing writes them anew."""
    plain = picture_bytes(size)
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(metadata) + 2) + metadata + plain[2:]


def opened(given: bytes) -> Image.Image:
    picture = Image.open(BytesIO(pictures.remade(given)))
    picture.load()
    return picture


def test_a_turned_photo_with_odd_metadata_is_taken() -> None:
    picture = opened(jpeg(exif(ENTRIES)))
    assert picture.size == (40, 60)
    assert "exif" not in picture.info


@pytest.mark.parametrize("value", [0, 9, 65_535])
def test_a_turn_that_nobody_knows_is_none(value: int) -> None:
    odd = [(0x0112, 3, 1, struct.pack("<HH", value, 0))]
    assert opened(jpeg(exif(odd))).size == (60, 40)


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_turn_is_the_one_the_camera_meant(turn: int) -> None:
    """A corner that is red stays where somebody who holds the camera upright sees it."""
    upright = Image.new("RGB", (64, 32), "white")
    upright.paste("red", (0, 0, 16, 16))
    stored = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    out = BytesIO()
    picture = upright.transpose(stored[turn]) if turn in stored else upright
    metadata = Image.Exif()
    metadata[0x0112] = turn
    picture.save(out, "JPEG", quality=95, exif=metadata)
    found = opened(out.getvalue())
    assert found.size == (64, 32)
    red, green, _ = found.getpixel((4, 4))  # type: ignore[misc]
    assert red > 200 > 80 > green


@given(st.binary(max_size=200), st.integers(0, 60), st.integers(0, 255))
def test_no_metadata_keeps_a_picture_out(tail: bytes, at: int, value: int) -> None:
    changed = bytearray(exif(ENTRIES) + tail)
    changed[min(at, len(changed) - 1)] = value
    assert sorted(opened(jpeg(bytes(changed))).size) == [40, 60]


@given(st.integers(0, 2_000), st.integers(0, 255), st.sampled_from(["JPEG", "PNG"]))
def test_a_byte_gone_wrong_is_a_picture_or_a_refusal(at: int, value: int, form: str) -> None:
    changed = bytearray(picture_bytes(form=form, gps=form == "JPEG"))
    changed[at % len(changed)] = value
    with suppress(pictures.CannotTake):
        pictures.remade(bytes(changed))


def test_a_scan_in_sixteen_bits_keeps_its_greys() -> None:
    ramp = Image.new("I;16", (256, 4))
    for x in range(256):
        for y in range(4):
            ramp.putpixel((x, y), x * 257)
    out = BytesIO()
    ramp.save(out, "PNG")
    kept = opened(out.getvalue()).convert("L")
    assert [kept.getpixel((x, 0)) for x in range(256)] == list(range(256))


def test_colours_of_another_kind_are_those_of_the_web() -> None:
    """What sRGB calls this green is stored under other numbers in a wider kind of colours."""
    green = Image.new("RGB", (8, 8), (0, 205, 0))
    lab = ImageCms.profileToProfile(
        green, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    out = BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    green.save(out, "JPEG", quality=95, icc_profile=profile)
    found = opened(out.getvalue())
    assert "icc_profile" not in found.info
    red, level, blue = found.getpixel((4, 4))  # type: ignore[misc]
    assert abs(level - 205) < 4 > max(red, blue)


@pytest.mark.parametrize("profile", [b"", b"not a profile", bytes(200)])
def test_a_profile_that_cannot_be_read_is_left_out(profile: bytes) -> None:
    out = BytesIO()
    Image.new("RGB", (8, 8), (20, 90, 60)).save(out, "JPEG", icc_profile=profile)
    assert opened(out.getvalue()).size == (8, 8)


def test_forty_eight_million_dots_of_a_phone_are_taken() -> None:
    out = BytesIO()
    Image.new("RGB", (8064, 6048), (20, 90, 60)).save(out, "JPEG", quality=20)
    assert opened(out.getvalue()).size == (2400, 1800)


@pytest.mark.parametrize(
    ("form", "mode", "size", "more"),
    [
        ("PNG", "L", (4_001, 3_000), {}),
        ("JPEG", "RGB", (8_000, 6_300), {"progressive": True}),
        ("JPEG", "CMYK", (4_500, 4_200), {"progressive": True}),
    ],
)
def test_what_a_decoder_holds_whole_has_fewer_dots(
    form: str, mode: str, size: tuple[int, int], more: dict[str, bool]
) -> None:
    out = BytesIO()
    Image.new(mode, size).save(out, form, **more)
    with pytest.raises(pictures.PictureTooLarge):
        pictures.remade(out.getvalue())


# A JPEG written by hand: grey, in one pass or in one for each channel.

BLOCKS = b"\x28\xa2\x8a"  # four blocks of eight by eight dots without a change


def by_hand(size: tuple[int, int], channels: int = 1, passes: int = 1, fill: bytes = b"") -> bytes:
    """As its decoder sees it: tables of a small picture, a frame of `size`, and the passes."""
    out = BytesIO()
    Image.new("L", (8, 8)).save(out, "JPEG")
    small = out.getvalue()
    frame = small.index(b"\xff\xc0")
    scan = small.index(b"\xff\xda")
    after_frame = frame + 2 + int.from_bytes(small[frame + 2 : frame + 4], "big")
    width, height = size
    about = struct.pack(">HBHHB", 8 + 3 * channels, 8, height, width, channels)
    names = b"".join(bytes((name, 0x11, 0)) for name in range(1, channels + 1))
    head = small[:frame] + fill + b"\xff\xc0" + about + names + small[after_frame:scan]
    blocks = -(-width // 8) * -(-height // 8) * channels // passes
    dots = (BLOCKS * (blocks // 4 + 1))[: -(-blocks * 6 // 8)]
    facts = channels // passes
    return (
        head
        + b"".join(
            struct.pack(">BBHB", 0xFF, 0xDA, 6 + 2 * facts, facts)
            + b"".join(bytes((name, 0)) for name in range(first, first + facts))
            + bytes((0, 63, 0))
            + dots
            for first in range(1, channels + 1, facts)
        )
        + b"\xff\xd9"
    )


@pytest.mark.parametrize("passes", [1, 3])
def test_a_picture_by_hand_is_taken(passes: int) -> None:
    assert opened(by_hand((640, 480), channels=3, passes=passes)).size == (640, 480)


@pytest.mark.parametrize("fill", [b"", b"\xff" * 3], ids=["plain", "with more marks first"])
def test_a_pass_for_each_channel_is_held_whole_like_any_other(fill: bytes) -> None:
    opened(by_hand((8000, 6300), channels=3, passes=1, fill=fill))
    with pytest.raises(pictures.PictureTooLarge):
        pictures.remade(by_hand((8000, 6300), channels=3, passes=3, fill=fill))


def test_fifty_million_dots_in_passes_are_taken_as_phones_store_them() -> None:
    out = BytesIO()
    Image.new("RGB", (8000, 6200)).save(out, "JPEG", progressive=True, quality=10)
    assert opened(out.getvalue()).size == (2400, 1860)
    Image.new("RGB", (5600, 4500)).save(out := BytesIO(), "JPEG", progressive=True, subsampling=0)
    with pytest.raises(pictures.PictureTooLarge):
        pictures.remade(out.getvalue())


PEAK = """
import sys
sys.path.insert(0, sys.argv[1])
from people import pictures
pictures.remade(sys.stdin.buffer.read())
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.parametrize("size", [(60_000, 3_600), (14_800, 14_800), (3_600, 60_000)])
def test_the_largest_pictures_of_every_shape_are_decoded_small(size: tuple[int, int]) -> None:
    command = [sys.executable, "-c", PEAK, str(ROOT / "platform")]
    done = subprocess.run(command, input=by_hand(size), capture_output=True, check=True)
    assert int(done.stdout) < 160_000, "kilobytes of a process with 220 million dots"


needs_found = pytest.mark.skipif(not FOUND.exists(), reason="the folder of real data is not here")


@needs_found
@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("sideways_xres_text.jpg", (40, 60)),
        ("sideways_xres_undefined.jpg", (40, 60)),
        ("level_xres_text.jpg", (60, 40)),
        ("upright_fine.jpg", (60, 40)),
        ("48mp.jpg", (2400, 1800)),
        ("scan_16bit_grey.png", (256, 64)),
    ],
)
def test_pictures_that_were_refused_once_are_taken(name: str, size: tuple[int, int]) -> None:
    found = opened((FOUND / name).read_bytes()).size
    assert found == size or sorted(found) == sorted(size) == [40, 60]


@needs_found
def test_wide_colours_of_a_phone_become_those_of_the_web() -> None:
    red, green, blue = opened((FOUND / "p3.jpg").read_bytes()).getpixel((30, 20))  # type: ignore[misc]
    assert abs(green - 205) < 6 > max(red, blue)
