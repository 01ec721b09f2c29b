"""Files of the secrets folder: each whole or not at all, on the disk before anything relies on it,
and readable by this account alone.

A power cut or a full disk must leave the file that was there or the new one, never half of one or
an empty one; and the name of a file is only safe once its folder has been written out too. Folders
are 0700 and files 0600 whatever the umask says: `mkdir(parents=True)` gives its mode to the last
folder alone.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

KEY_SIZE = 32
FOLDER, FILE = 0o700, 0o600


def folder() -> Path:
    """The secrets folder."""
    return Path(settings.SECRETS)


def new_key() -> bytes:
    return secrets.token_bytes(KEY_SIZE)


def keep(name: str, make: Callable[[], bytes] = new_key) -> bytes:
    """The secret of that name, made at first use: processes that ask at once agree on one.

    An empty file, as a full disk left them, counts as missing.
    """
    path = folder() / name
    with suppress(FileNotFoundError):
        if found := path.read_bytes():
            return found
    with _alone(folder()):
        if not path.exists() or not path.stat().st_size:
            write(path, make())
        return path.read_bytes()


def write(path: Path, data: bytes) -> None:
    """Put `data` at `path`, in place of what was there. Raises OSError and changes nothing when the
    disk does not take it.
    """
    make_folder(path.parent)
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _settle(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, up to the secrets folder, for this account alone; mend one
    that others could enter.
    """
    top = folder()
    for each in reversed([path, *path.parents]):
        if not each.is_relative_to(top):
            continue
        if not each.exists():
            each.mkdir(mode=FOLDER, exist_ok=True)
            _settle(each.parent)
        if each.stat().st_mode & 0o077:
            each.chmod(FOLDER)


def remove(path: Path) -> None:
    """Remove a file, if it is there, so that a power cut does not bring it back."""
    with suppress(FileNotFoundError):
        path.unlink()
        _settle(path.parent)


def remove_folder(path: Path) -> None:
    """Remove a folder and what is in it, if it is there, so that it stays away."""
    with suppress(FileNotFoundError):
        shutil.rmtree(path)
        _settle(path.parent)


def _settle(path: Path) -> None:
    """See a folder's names on the disk."""
    with _opened(path) as descriptor:
        os.fsync(descriptor)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes out of a folder's beginnings: the lock ends with its holder."""
    make_folder(path)
    with _opened(path) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
