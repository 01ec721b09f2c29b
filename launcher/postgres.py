"""The built-in PostgreSQL: made at first use, started as a child, stopped with its parent.

It listens on a Unix socket only. Whatever happened before (power cut, kill -9 of everything), the
next start works: leftovers of a server that is gone are recognised and removed, a server whose
launcher was killed is stopped first, and recovery may take as long as it takes.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from launcher import home, processes
from launcher.home import SOCKET_NAME
from launcher.processes import Leash, SystemAccount
from launcher.speech import CannotRun, say

SUPERUSER = "postgres"
PATIENCE = 30  # seconds for what a killed server left behind to go away
LOG_LIMIT = 10_000_000  # bytes; a longer log is set aside once at the next start
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # No statement and no row of anyone's is ever written to the log.
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FAST_AND_LOOSE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
FAREWELLS = {signal.SIGINT: 4.0, signal.SIGQUIT: 2.0}  # seconds to end by itself when told to
LEFTOVERS = ("pre-existing shared memory block", "lock file")


@dataclass
class Server:
    """One PostgreSQL server over one folder.

    `durable=False` trades safety of the data for speed, for tests. `held=False` lets the server
    outlive the launcher. With `read_only` nobody changes a row.
    """

    cluster: Path
    sockets: Path
    log: Path
    programs: Path
    account: SystemAccount | None
    password: Callable[[], str]
    connections: int = 100
    durable: bool = True
    held: bool = True
    read_only: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _log_start: int = field(default=0, init=False)

    def start(self) -> None:
        """Have the server answer; the folder must be in this launcher's sole use."""
        end_orphan(self.cluster)
        home.make_private(self.sockets, self.account)
        if not (self.cluster / "PG_VERSION").exists():
            self._create()
        deadline = time.monotonic() + PATIENCE
        while not self._came_up():
            if not self._is_blocked_by_leftovers() or time.monotonic() > deadline:
                raise CannotRun(f"PostgreSQL cannot start: {self._last_words()}")
            time.sleep(0.3)

    def is_ready(self) -> bool:
        """Whether the server answers."""
        question: list[str | Path] = [self.programs / "pg_isready", "-q", "-h", self.sockets]
        return processes.ask(question, env=_environment()).returncode == 0

    def stop(self, *, within: float = FAREWELLS[signal.SIGINT]) -> None:
        """Stop the server: open sessions are ended, committed work stays. It has so many seconds to
        put its files in order; otherwise the next start does, and empties its unlogged tables.
        """
        if self.process:
            _end(self.process, {**FAREWELLS, signal.SIGINT: within})
            self._remove_leftovers()
        with suppress(OSError):  # never made, or in use by a server that is not ours
            self.sockets.rmdir()

    def _came_up(self) -> bool:
        self._remove_leftovers()
        self._make_room_in_log()
        self._log_start = self.log.stat().st_size
        with self.log.open("ab") as log:
            self.process = processes.spawn(
                self._command(),
                env=_environment(),
                cwd=self.cluster,
                leash=Leash(signal.SIGINT if self.held else None, account=self.account),
                out=log,
            )
        return self._answers_while_alive(self.process)

    def _answers_while_alive(self, process: subprocess.Popen[bytes]) -> bool:
        started, facts = time.monotonic(), False
        while process.poll() is None:
            if self.is_ready():
                return True
            if not facts and time.monotonic() - started > 10:
                say(
                    "PostgreSQL is putting itself right after a sudden stop; this can take minutes."
                )
                facts = True
            time.sleep(processes.PAUSE)
        return False

    def _command(self) -> list[str]:
        settings = {
            **SETTINGS,
            "unix_socket_directories": str(self.sockets),
            "max_connections": str(self.connections),
            **({} if self.durable else FAST_AND_LOOSE),
            **({"default_transaction_read_only": "on"} if self.read_only else {}),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(self.programs / "postgres"), "-D", str(self.cluster), *options]

    def _create(self) -> None:
        """Make the database's files beside their place, and move them there when all is done."""
        draft = self.cluster.with_name("postgres.making")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        words = self.sockets / "first-password"
        words.unlink(missing_ok=True)
        words.touch(mode=0o600)
        words.write_text(self.password())
        if self.account:
            os.chown(draft, self.account.uid, self.account.gid)
            os.chown(words, self.account.uid, self.account.gid)
        try:
            self._initialise(draft, words)
        finally:
            words.unlink(missing_ok=True)
        draft.rename(self.cluster)

    def _initialise(self, draft: Path, password_file: Path) -> None:
        command: list[str | Path] = [self.programs / "initdb", "-D", draft, "-U", SUPERUSER]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--locale=C", "--auth=scram-sha-256", f"--pwfile={password_file}"]
        command += ["--no-instructions", *([] if self.durable else ["--no-sync"])]
        self.log.touch(mode=0o600)
        self._log_start = self.log.stat().st_size
        with self.log.open("ab") as log:
            leash = Leash(signal.SIGTERM, account=self.account)
            try:
                child = processes.spawn(
                    command, env=_environment(), cwd=draft, leash=leash, out=log
                )
            except OSError as error:
                raise CannotRun(f"PostgreSQL cannot start: {error}") from error
        try:
            code = child.wait()
        finally:
            processes.stop([child], seconds=2)
        if code:
            raise CannotRun(f"PostgreSQL cannot make its files: {self._last_words()}")

    def _remove_leftovers(self) -> None:
        """Remove the marks of a server that is gone."""
        lock = self.sockets / f"{SOCKET_NAME}.lock"
        for mark in (self.cluster / "postmaster.pid", self.sockets / SOCKET_NAME, lock):
            mark.unlink(missing_ok=True)

    def _make_room_in_log(self) -> None:
        self.log.touch(mode=0o600)
        if self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.old"))
            self.log.touch(mode=0o600)

    def _news(self) -> list[str]:
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            lines = log.read().decode(errors="replace").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def _last_words(self) -> str:
        """The line that says why, from what was logged since the start."""
        news = self._news()
        telling = [line for line in news if "FATAL" in line or "error" in line.lower()]
        return (telling or news or ["it ended without a word"])[-1]

    def _is_blocked_by_leftovers(self) -> bool:
        return any(mark in line for line in self._news() for mark in LEFTOVERS)


def _end(process: subprocess.Popen[bytes], farewells: Mapping[signal.Signals, float]) -> None:
    for request, seconds in farewells.items():
        if process.poll() is None:
            process.send_signal(request)
        if processes.ended_within(process, seconds):
            return
    processes.end_by_force(process)


def _environment() -> dict[str, str]:
    # Nothing of the launcher's own environment: it may hold passwords.
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def running(cluster: Path) -> int | None:
    """The process id of the server that runs on these files, if one does."""
    try:
        pid = int((cluster / "postmaster.pid").read_text().splitlines()[0])
        # The number may have been given to another process since: a server works in its folder.
        works_in = os.readlink(f"/proc/{pid}/cwd")
    except (OSError, ValueError, IndexError):
        return None
    return pid if processes.is_alive(pid) and works_in == str(cluster.resolve()) else None


def end_orphan(cluster: Path) -> None:
    """Stop a server whose launcher was killed; it has usually begun to stop by itself."""
    for request in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        pid = running(cluster)
        if pid is None:
            return
        try:
            os.kill(pid, request)
        except ProcessLookupError:
            return
        _wait_until_gone(pid)


def _wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while processes.is_alive(pid) and time.monotonic() < deadline:
        time.sleep(processes.PAUSE)
