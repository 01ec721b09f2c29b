"""Keys that the site makes for itself: files of the secrets folder that only its account reads."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings


class Damaged(Exception):
    """A key file has not the length of its key."""


def made(name: str, *, size: int = 32) -> bytes:
    """The key in file `name`, made at first use (`size` random bytes). Raises Damaged."""
    path = Path(settings.SECRETS) / name
    if not path.exists():
        _make(path, size)
    key = path.read_bytes()
    if len(key) != size:
        raise Damaged(f"{name} has {len(key)} bytes, not {size}")
    return key


def forget(name: str) -> None:
    """Remove a key: the next use makes another."""
    (Path(settings.SECRETS) / name).unlink(missing_ok=True)


def _make(path: Path, size: int) -> None:
    """Make a key file whole or not at all; if another process made it first, that one stays."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(size))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    _see_on_disk(path.parent)


def _see_on_disk(folder: Path) -> None:
    """Wait until the names in a folder are on the disk: a file that is there may have none yet."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
