"""Pictures that people give, made anew: upright, at most 2,400 pixels wide or high, in the colours
of the web, and nothing but their dots.

What is thrown away never decides whether a picture is taken: of its metadata the orientation alone
is read, and a colour profile that can't be read is left out.

Memory is bounded before anything is decoded. A JPEG is decoded at a half, a quarter or an eighth of
its size, as far as its longest edge keeps 2,400 pixels; one that is drawn in several passes is held
whole by the decoder, so what it holds is bounded. A PNG is always decoded whole. One picture is
read and decoded at a time in the whole installation.
"""

import fcntl
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms

from kit.refusal import Refused

MOST_EDGE = 2400
# Dots. Phones have up to 200 million; what a decoder must hold whole has fewer.
MOST_JPEG, MOST_PNG = 220_000_000, 12_000_000
# Bytes that a decoder holds of a JPEG in passes: 50 million dots as phones store colours.
MOST_HELD = 150_000_000

_ORIENTATION = 0x0112
# Of a JPEG: what begins a segment, which holds metadata, and after which the dots follow.
_MARK, _METADATA, _DOTS_FOLLOW = 0xFF, 0xE1, 0xDA
# Segments that tell of the frame; 0xC4, 0xC8 and 0xCC lie among them and are something else.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_IN_PASSES = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_MOST_CHANNELS = 4
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIXTEEN_TO_EIGHT = 257  # 65,535 becomes 255

# The limits above are ours, and stricter where it matters: the library's own would refuse a phone.
Image.MAX_IMAGE_PIXELS = None


class CannotTake(Refused):
    """The file is of a kind, size or state that is not taken."""

    message = "This file can't be used. Choose a JPEG or PNG picture, or a PDF."
    field = "photo"


class PictureTooLarge(CannotTake):
    message = "This picture has too many dots. Choose a smaller one."


class PictureBroken(CannotTake):
    message = "This picture can't be opened: it may have been cut off. Choose it again."


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait until nobody else, in this process or another, works on a picture for `folder`.

    Outside of transactions: the wait may be longer than the database lets one stand idle.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def remade(given: bytes) -> bytes:
    """The same picture written anew. Raises PictureTooLarge, PictureBroken."""
    try:
        dots, metadata = _parted(given)
        with Image.open(BytesIO(dots), formats=["JPEG", "PNG"]) as picture:
            _bound(picture, dots)
            turn = _orientation(metadata or picture.info.get("exif", b""))
            profile = picture.info.get("icc_profile")
            picture.draft(None, _at_least(picture.size))
            picture.load()
            form, found = str(picture.format), _shown_as(picture)
    except CannotTake:
        raise
    except Exception as error:  # a decoder of strangers' bytes: whatever it is, it can't be used
        raise PictureBroken from error
    found.thumbnail((MOST_EDGE, MOST_EDGE))
    found = _in_web_colours(found, profile)
    if turn in _TURNS:
        found = found.transpose(_TURNS[turn])
    return _written(found, form)


def _bound(picture: Image.Image, given: bytes) -> None:
    jpeg = picture.format == "JPEG"
    if picture.width * picture.height > (MOST_JPEG if jpeg else MOST_PNG):
        raise PictureTooLarge
    if jpeg and _held(given, picture.width * picture.height) > MOST_HELD:
        raise PictureTooLarge


def _at_least(size: tuple[int, int]) -> tuple[int, int]:
    """The size to decode a JPEG at, or the next above that its decoder can: of the longest edge
    alone, or a long strip would be decoded whole.
    """
    longest = max(size)
    width, height = (max(1, edge * MOST_EDGE // longest) for edge in size)
    return width, height


def _held(given: bytes, dots: int) -> int:
    """Bytes that the decoder holds of a JPEG from its first pass to its last: two for each value
    of each channel, of which colours may have fewer. None where the first pass tells all channels.
    """
    values, channels, in_passes = 0, 0, False
    for mark, at, end in _segments(given):
        part = given[at:end]
        if mark in _FRAMES:
            channels, in_passes = part[9], mark in _IN_PASSES
            shapes = [(each >> 4, each & 15) for each in part[11 : 11 + 3 * channels : 3]]
            fullest = max(across for across, _ in shapes) * max(down for _, down in shapes)
            values = dots * sum(across * down for across, down in shapes) // fullest
        elif mark == _DOTS_FOLLOW and values:
            return 2 * values if in_passes or part[4] < channels else 0
    return 2 * _MOST_CHANNELS * dots  # a decoder that makes more of it may hold as much


def _segments(given: bytes) -> Iterator[tuple[int, int, int]]:
    """The segments of a JPEG before its dots, the one that announces them included: what it is,
    where it begins and where it ends.
    """
    at = 2
    while at + 4 <= len(given) and given[at] == _MARK:
        if given[at + 1] == _MARK:  # as many of these as somebody likes may come first
            at += 1
            continue
        size = 2 + int.from_bytes(given[at + 2 : at + 4], "big")
        yield given[at + 1], at, at + size
        if given[at + 1] == _DOTS_FOLLOW:
            return
        at += size


def _parted(given: bytes) -> tuple[bytes, bytes]:
    """A JPEG without its segments of metadata, and those that say EXIF: the decoder looks into them
    as it opens a picture, and stumbles over what it finds. Other files stay whole.
    """
    if not given.startswith(b"\xff\xd8"):
        return given, b""
    kept, metadata, rest = [given[:2]], b"", 2
    for mark, at, end in _segments(given):
        rest = end
        if mark == _DOTS_FOLLOW:
            rest = at
        elif mark != _METADATA:
            kept.append(given[at:end])
        elif given[at + 4 : end].startswith(b"Exif\0"):
            metadata = metadata or given[at + 4 : end]
    return b"".join([*kept, given[rest:]]), metadata


def _orientation(metadata: bytes) -> int:
    """How the picture is to be turned, 1 to 8; 1 where that can't be read."""
    try:
        with warnings.catch_warnings(action="ignore"):
            read = Image.Exif()
            read.load(metadata)
            found = read.get(_ORIENTATION, 1)
    except Exception:  # metadata is thrown away: no fault of it keeps a picture out
        return 1
    return found if type(found) is int and found in _TURNS else 1


def _shown_as(picture: Image.Image) -> Image.Image:
    """In eight bits a channel: with clear parts where a PNG has them, else opaque."""
    if picture.mode.startswith("I"):
        grey = picture.convert("I").point(lambda value: value * (1 / _SIXTEEN_TO_EIGHT))
        return grey.convert("L").convert("RGB")
    layered = picture.mode in ("LA", "PA", "RGBA") or "transparency" in picture.info
    clean = picture.convert("RGBA" if picture.format == "PNG" and layered else "RGB")
    clean.info.clear()
    return clean


def _in_web_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Converted to sRGB from the colours of a profile that can be read and fits."""
    if not profile:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return picture
    found = turned or picture
    found.info.clear()
    return found


def _written(picture: Image.Image, form: str) -> bytes:
    out = BytesIO()
    if form == "PNG":
        picture.save(out, "PNG", optimize=True)
    else:
        picture.save(out, "JPEG", quality=85, progressive=True)
    return out.getvalue()
