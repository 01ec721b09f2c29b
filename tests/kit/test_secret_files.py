"""Files of the secrets folder: whole or not at all, and nobody else's to read."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from stat import S_IMODE

import pytest
from django.conf import settings

from kit import secret_files
from tests.config.conftest import environment

FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
import django
django.setup()
from django.conf import settings
from pathlib import Path
settings.SECRETS = Path(sys.argv[1])
from pages import setup_code
from kit import secret_files
try:
    print(setup_code.read() if sys.argv[3] == "code" else secret_files.keep(sys.argv[3]).hex())
except OSError as error:
    print("refused:", error.strerror)
"""


def on_a_disk_with_room_for(size: int, name: str) -> str:
    """What a process says that asks for a secret and can write files of `size` bytes at most."""
    command = [sys.executable, "-c", FULL, str(settings.SECRETS), str(size), name]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    return done.stdout.strip()


def modes(top: Path) -> dict[str, int]:
    return {str(path.relative_to(top)): S_IMODE(path.stat().st_mode) for path in top.rglob("*")}


def test_a_secret_is_made_once_and_stays() -> None:
    first = secret_files.keep("some.key")
    assert len(first) == 32
    assert secret_files.keep("some.key") == first
    assert secret_files.keep("other.key") != first
    assert modes(Path(settings.SECRETS)) == {"some.key": 0o600, "other.key": 0o600}


def test_processes_that_ask_at_once_agree_on_one_secret() -> None:
    (Path(settings.SECRETS) / "some.key").touch()
    room = str(resource.RLIM_INFINITY)
    command = [sys.executable, "-c", FULL, str(settings.SECRETS), room, "some.key"]
    asked = [
        subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = {process.communicate()[0].strip() for process in asked}
    assert said == {secret_files.keep("some.key").hex()}


def test_folders_are_closed_to_others_and_open_ones_are_mended() -> None:
    top = Path(settings.SECRETS)
    before = os.umask(0o022)
    try:
        (top / "rounds").mkdir(mode=0o755)
        (top / "rounds").chmod(0o755)
        secret_files.write(top / "rounds" / "one" / "box" / "kr", b"secret")
    finally:
        os.umask(before)
    assert modes(top) == {
        "rounds": 0o700,
        "rounds/one": 0o700,
        "rounds/one/box": 0o700,
        "rounds/one/box/kr": 0o600,
    }


def test_a_full_disk_leaves_the_file_that_was_there() -> None:
    path = Path(settings.SECRETS) / "kept"
    secret_files.write(path, b"before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            secret_files.write(path, b"after the disk was full")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == b"before"
    assert modes(path.parent) == {"kept": 0o600}


def test_a_full_disk_never_leaves_an_empty_set_up_code() -> None:
    file = Path(settings.SECRETS) / "setup-code"
    assert on_a_disk_with_room_for(0, "code").startswith("refused:")
    assert not file.exists()
    file.touch()  # as an earlier version left it
    code = on_a_disk_with_room_for(100, "code")
    assert len(code) == 16
    assert file.read_text() == code
    assert on_a_disk_with_room_for(0, "code") == code


def test_what_is_removed_is_gone_and_may_be_removed_again() -> None:
    folder = Path(settings.SECRETS) / "rounds" / "one"
    secret_files.write(folder / "kr", b"secret")
    secret_files.remove(folder / "kr")
    secret_files.remove(folder / "kr")
    assert modes(folder) == {}
    secret_files.remove_folder(folder)
    secret_files.remove_folder(folder)
    assert not folder.exists()


def test_names_are_on_the_disk_before_a_secret_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    top = Path(settings.SECRETS).resolve()
    secret_files.write(top / "rounds" / "kr", b"secret")
    assert synced[0] == top
    assert synced[1].name.startswith(".kr.")
    assert synced[2] == top / "rounds"
    secret_files.remove(top / "rounds" / "kr")
    assert synced[3:] == [top / "rounds"]
