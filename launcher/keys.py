"""The secrets folder: passwords and keys live in files, never in the database or its backup."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from launcher.speech import CannotRun


def make_folder(folder: Path) -> None:
    """Make the secrets folder for this account alone; refuse one that others can enter."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = stat.S_IMODE(folder.stat().st_mode)
    except OSError as error:
        raise CannotRun(f"Cannot use the secrets folder {folder}: {error.strerror}.") from error
    if mode & 0o077:
        raise CannotRun(f"Others can read the secrets folder: run chmod 700 {folder}")
    _close_to_others(folder)


def _close_to_others(folder: Path) -> None:
    """Take away what others may do inside: earlier versions made some folders that others could
    enter.
    """
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # a running site forgets keys of its own
            mode = stat.S_IMODE(path.lstat().st_mode)
            if mode & 0o077 and not path.is_symlink():
                path.chmod(mode & 0o700)


def keep(folder: Path, name: str) -> str:
    """The secret of that name, made at first use. Two starts at once agree on one value.

    An empty file, as a full disk leaves one, counts as missing.
    """
    path = folder / name
    try:
        if path.exists() and not path.stat().st_size:
            path.unlink()
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        return path.read_text().strip()
    except OSError as error:
        raise CannotRun(f"Cannot use the secret {path}: {error.strerror}.") from error


def _write_once(path: Path, value: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # refuses to replace: the first writer wins
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)  # its name is on the disk too
    finally:
        os.close(descriptor)
