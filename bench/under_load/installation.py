"""A whole installation as a newcomer starts one, started again when it ended, as systemd does."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.under_load.browser import HOST, Browser
from launcher import addresses, home, processes
from launcher.home import Home
from launcher.processes import Leash
from tests.launcher.launched import descendants, environment, eventually

ROOT = Path(__file__).resolve().parents[2]
RUN = [sys.executable, str(ROOT / "run")]
PREFIX = "allotment-faults-"
PATIENCE = 600  # seconds for a start with the demonstration, on a busy machine


class DoesNotComeBack(Exception):
    """The installation was started again and again and did not serve."""


class Installation:
    """A `./run` with the demonstration, over a folder of its own, on loopback."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.log = folder / "run.log"
        self.port = _free_port()
        self._start()
        if not eventually(lambda: "is at http" in self.words() or self._ended(), PATIENCE):
            raise DoesNotComeBack(self.words())
        if self._ended():
            raise DoesNotComeBack(self.words())

    def words(self) -> str:
        """What it has said so far."""
        return self.log.read_text(errors="replace")

    def manage(self, deed: str) -> None:
        """Do a deed of `seed` inside, as the account that serves people."""
        line = f"from bench.under_load import seed; seed.{deed}"
        command = [*RUN, "manage", "--data", str(self.data), "shell"]
        subprocess.run(
            [*command, "-v", "0", "-c", line],
            env=self._surroundings(),
            cwd=ROOT,
            check=True,
            timeout=600,
        )

    @property
    def cluster(self) -> Path:
        """The database's files."""
        return (self.data / "postgres").resolve()

    def superuser(self) -> str:
        """The address of the database's own superuser."""
        sockets = Path((self.cluster / "postmaster.pid").read_text().splitlines()[4])
        found = addresses.built_in(sockets, self.data.with_name("secrets")).superuser
        assert found is not None
        return found

    def children(self, mark: str = "") -> list[int]:
        """Processes that it started and that live, by a mark in their command lines; the oldest
        first.
        """
        return sorted(pid for pid, command in descendants(self.process.pid) if mark in command)

    def kill(self, pids: list[int], number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to some of these processes; those that have ended meanwhile are left."""
        ours = {self.process.pid, *self.children()}
        for pid in pids:
            with suppress(ProcessLookupError):
                if pid in ours:
                    os.kill(pid, number)

    def keep_up(self) -> None:
        """Start it again when it ended."""
        if self._ended():
            self._start()

    def is_ready(self) -> bool:
        """Whether it says that it can serve."""
        return self.readiness() == 200

    def readiness(self) -> int:
        """The status of /readyz; 0 where nothing answers."""
        return Browser(self.port).get("/readyz").status

    def stop(self) -> None:
        """Stop it as an operator does."""
        if not self._ended():
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def serve_again(self) -> None:
        """Have it serve, whatever happened to it. Raises DoesNotComeBack."""

        def serves() -> bool:
            self.keep_up()
            return self.is_ready()

        if not eventually(serves, PATIENCE):
            raise DoesNotComeBack(self.words()[-2000:])

    def _start(self) -> None:
        command = [*RUN, "--port", str(self.port), "--data", str(self.data)]
        with self.log.open("ab") as log:
            # It stops with us, however we end.
            self.process = processes.spawn(
                command, env=self._surroundings(), cwd=ROOT, leash=Leash(signal.SIGTERM), out=log
            )

    def _surroundings(self) -> dict[str, str]:
        """Everything that a `.env` of this checkout might say is said here: it is another's."""
        return environment(
            DATABASE_URL="",
            DATABASE_OWNER_URL="",
            ALLOTMENT_SITE_URL=f"http://{HOST}:{self.port}",
            ALLOTMENT_SECRETS=str(self.data.with_name("secrets")),
            ALLOTMENT_MEDIA=str(self.data / "media"),
            ALLOTMENT_BEHIND_TLS_PROXY="no",
            EMAIL_URL="",
        )

    def _ended(self) -> bool:
        return self.process.poll() is not None


def _free_port() -> int:
    with socket.socket() as door:
        door.bind((HOST, 0))
        port: int = door.getsockname()[1]
        return port


@contextmanager
def installed() -> Iterator[Installation]:
    """An installation in a throw-away folder, stopped and removed whatever happens."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        _remove_left(left)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    folder.chmod(0o711)  # the database's account passes through
    site = None
    try:
        site = Installation(folder)
        yield site
    finally:
        if site is not None:
            site.stop()
        _remove(folder)


def _remove_left(folder: Path) -> None:
    """Remove what a bench left that was killed: its lock is free."""
    data = folder / "data"
    mine = folder.lstat().st_uid == os.geteuid() and (data / "run.lock").exists()
    if mine and not home.is_in_use(Home(data, data)):
        if (data / "postgres").is_mount():
            subprocess.run(["umount", "-l", str(data / "postgres")], check=False)
        _remove(folder)


def _remove(folder: Path) -> None:
    inside = folder / "data" / "postgres"
    if inside.is_symlink():
        shutil.rmtree(Path(os.readlink(inside)).parent, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
