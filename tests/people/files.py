"""Files as people send them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS = {1: "N", 2: (53.0, 34.0, 12.0), 3: "W", 4: (0.0, 4.0, 1.0)}
ORIENTATION = 0x0112
GPS_PART = 0x8825


def picture_bytes(
    size: tuple[int, int] = (60, 40), form: str = "JPEG", gps: bool = False, turned: bool = False
) -> bytes:
    """A green picture; `gps` and `turned` put a place and a sideways flag into it."""
    image = Image.new("RGB", size, (20, 90, 60))
    exif = image.getexif()
    if gps:
        exif[GPS_PART] = GPS
        exif[0x010F] = "Somebody's phone"
    if turned:
        exif[ORIENTATION] = 6
    out = BytesIO()
    image.save(out, form, exif=exif)
    return out.getvalue()


def photo(
    name: str = "garden.jpg", content: bytes | None = None, **rest: Any
) -> SimpleUploadedFile:
    """A photo as a browser sends it."""
    return SimpleUploadedFile(name, picture_bytes(**rest) if content is None else content)


def pdf(
    name: str = "quote.pdf", content: bytes = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")
