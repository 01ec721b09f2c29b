"""Pictures that people give, made anew: upright, at most 2,400 pixels wide or high, in the colours
of the web, and nothing but their dots.

What is thrown away never decides whether a picture is taken: of its metadata the orientation alone
is read, and a colour profile that can't be read is left out.

Memory is bounded before anything is decoded. A JPEG is decoded at a half, a quarter or an eighth of
its size, as far as 2,400 pixels are left; one that is drawn in several passes is held whole by the
decoder, so it may have fewer dots. A PNG is always decoded whole. One picture is decoded at a time
in each process.
"""

import warnings
from io import BytesIO
from threading import Lock

from PIL import Image, ImageCms

from kit.refusal import Refused

MOST_EDGE = 2400
# Dots. Phones have up to 200 million; what a decoder must hold whole has fewer.
MOST_JPEG, MOST_IN_PASSES, MOST_PNG = 220_000_000, 50_000_000, 12_000_000

_ORIENTATION = 0x0112
_MARK, _METADATA, _DOTS_FOLLOW = 0xFF, 0xE1, 0xDA  # of a JPEG
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
_alone = Lock()

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


def remade(given: bytes) -> bytes:
    """The same picture written anew. Raises PictureTooLarge, PictureBroken."""
    with _alone:
        try:
            dots, metadata = _parted(given)
            with Image.open(BytesIO(dots), formats=["JPEG", "PNG"]) as picture:
                _bound(picture)
                turn = _orientation(metadata or picture.info.get("exif", b""))
                profile = picture.info.get("icc_profile")
                picture.draft(None, (MOST_EDGE, MOST_EDGE))
                picture.load()
                form, found = str(picture.format), _shown_as(picture)
        except CannotTake:
            raise
        except (
            Exception
        ) as error:  # a decoder of strangers' bytes: whatever it is, it can't be used
            raise PictureBroken from error
        found.thumbnail((MOST_EDGE, MOST_EDGE))
        found = _in_web_colours(found, profile)
        if turn in _TURNS:
            found = found.transpose(_TURNS[turn])
        return _written(found, form)


def _bound(picture: Image.Image) -> None:
    most = MOST_PNG
    if picture.format == "JPEG":
        most = MOST_IN_PASSES if picture.info.get("progressive") else MOST_JPEG
    if picture.width * picture.height > most:
        raise PictureTooLarge


def _parted(given: bytes) -> tuple[bytes, bytes]:
    """A JPEG without its segments of metadata, and those that say EXIF: the decoder looks into them
    as it opens a picture, and stumbles over what it finds. Other files stay whole.
    """
    if not given.startswith(b"\xff\xd8"):
        return given, b""
    kept, metadata, at = [given[:2]], b"", 2
    while at + 4 <= len(given) and given[at] == _MARK and given[at + 1] != _DOTS_FOLLOW:
        size = 2 + int.from_bytes(given[at + 2 : at + 4], "big")
        part = given[at : at + size]
        if part[1] != _METADATA:
            kept.append(part)
        elif part[4:].startswith(b"Exif\0"):
            metadata = metadata or part[4:]
        at += size
    return b"".join([*kept, given[at:]]), metadata


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
