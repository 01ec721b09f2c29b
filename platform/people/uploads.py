"""Files that people give: told by content, never by name; pictures made anew (`people.pictures`),
so that where and when one was taken, and whatever was hidden behind it, stay out. A PDF is checked
for what it is and how large, and is only ever handed out as a download.
"""

import hashlib
import re
from pathlib import Path

import filetype
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction

from kit.refusal import Refused
from kit.typed import cleaned
from people.models import Upload, User
from people.pictures import CannotTake, PictureBroken, PictureTooLarge, one_at_a_time, remade

__all__ = ["CannotTake", "PictureBroken", "PictureTooLarge"]

MOST_BYTES = 10 * 1024 * 1024
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
PICTURES = frozenset({"image/jpeg", "image/png"})


class NotAPicture(CannotTake):
    message = "This file can't be used. Choose a JPEG or PNG picture."


class FileEmpty(CannotTake):
    message = "This file is empty. Choose another one."


class FileTooLarge(CannotTake):
    message = "This file is too large. Choose one of at most 10 MB."


class NeedsAlt(Refused):
    message = "Say in a few words what the picture shows."
    field = "photo_alt"


def receive(
    file: "File[bytes]", *, owner: User, alt: str = "", pictures_only: bool = False
) -> Upload:
    """Keep a file for its owner, who alone sees it until it is shown.

    Pictures wait for each other, and are only read when their turn has come: call it outside of a
    transaction. Raises CannotTake or one of its kinds; nothing is kept then.
    """
    if not file.size:
        raise FileEmpty
    if file.size > MOST_BYTES:
        raise FileTooLarge
    kind = filetype.guess_mime(file.read(512)) or ""
    file.seek(0)
    if kind not in ENDINGS or (pictures_only and kind not in PICTURES):
        raise NotAPicture if pictures_only else CannotTake
    return _keep(_content(file, kind), kind, file.name or "", owner=owner, alt=alt)


def _content(file: "File[bytes]", kind: str) -> bytes:
    """What is kept of a file."""
    if kind not in PICTURES:
        content: bytes = file.read()
        return content
    with one_at_a_time(Path(settings.MEDIA_ROOT)):
        return remade(file.read())


@transaction.atomic
def _keep(content: bytes, kind: str, name: str, *, owner: User, alt: str) -> Upload:
    upload = Upload(owner=owner, content_type=kind, alt=alt.strip()[:250])
    upload.name = plain_name(name, kind)
    upload.size, upload.sha256 = len(content), hashlib.sha256(content).hexdigest()
    upload.file.save(f"{upload.pk}{ENDINGS[kind]}", ContentFile(content), save=False)
    upload.save()
    return upload


def plain_name(name: str, kind: str) -> str:
    """What a file is called on our pages: the last part of its name, printable, with the right
    ending.
    """
    last = re.split(r"[\\/]", cleaned(name))[-1]
    stem = "".join(letter for letter in last if letter.isprintable()).rpartition(".")[0] or last
    stem = "".join(letter for letter in stem if letter.isprintable()).strip(" .")[:100]
    return (stem or "file") + ENDINGS[kind]


@transaction.atomic
def show(upload: Upload) -> Upload:
    """Let everybody see a file, with the thing it belongs to. Raises NeedsAlt for a picture
    without words.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.content_type in PICTURES and not upload.alt:
        raise NeedsAlt
    upload.public = True
    upload.save(update_fields=["public"])
    return upload


@transaction.atomic
def hide(upload: Upload) -> Upload:
    """Let only its owner and the staff see a file again."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    upload.public = False
    upload.save(update_fields=["public"])
    return upload


@transaction.atomic
def describe(upload: Upload, *, alt: str) -> Upload:
    """Say what a picture shows."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.public and not alt.strip():
        raise NeedsAlt
    upload.alt = alt.strip()[:250]
    upload.save(update_fields=["alt"])
    return upload
