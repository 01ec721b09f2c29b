"""The secrets folder: passwords and keys live in files, never in the database or its backup."""

import os
import secrets
import stat
from pathlib import Path

from config.launcher.speech import CannotRun


def make_folder(folder: Path) -> None:
    """Make the secrets folder for this account alone; refuse one that others can enter."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = stat.S_IMODE(folder.stat().st_mode)
    except OSError as error:
        raise CannotRun(f"Cannot use the secrets folder {folder}: {error.strerror}.") from error
    if mode & 0o077:
        raise CannotRun(f"Others can read the secrets folder: run chmod 700 {folder}")


def keep(folder: Path, name: str) -> str:
    """The secret of that name, made at first use. Two starts at once agree on one value."""
    path = folder / name
    try:
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
