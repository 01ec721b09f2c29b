"""Child processes that end when the launcher ends, however it ends.

Each child gets a session of its own, so that Ctrl-C in a terminal reaches the launcher alone and it
stops them in order, and a leash: the kernel sends the child a signal when its parent dies.
"""

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
# Loaded here: between fork and exec nothing may be imported.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
PAUSE = 0.05  # seconds between two looks at a child


@dataclass(frozen=True)
class SystemAccount:
    """A system account that a child is to run as."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Leash:
    """How a child is held: its last signal when the parent dies, its own session, its account.

    `death` is None for a child that is meant to outlive its parent.
    """

    death: signal.Signals | None = signal.SIGKILL
    own_session: bool = True
    account: SystemAccount | None = None


def spawn(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: Path,
    leash: Leash = Leash(),
    out: IO[bytes] | int | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a child on a leash; `out` takes both its output and its errors."""
    return subprocess.Popen(
        [str(part) for part in command],
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL if leash.own_session else None,
        stdout=out,
        stderr=out,
        pass_fds=pass_fds,
        preexec_fn=_before_exec(leash, os.getpid()),
    )


def ask(
    command: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path = Path("/")
) -> subprocess.CompletedProcess[str]:
    """Run a short command to its end and keep what it says; it too ends with the launcher."""
    return subprocess.run(
        [str(part) for part in command],
        env=dict(env),
        cwd=cwd,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        preexec_fn=_before_exec(Leash(), os.getpid()),
    )


def flow(
    source: Sequence[str | Path],
    target: Sequence[str | Path],
    *,
    env_of_source: Mapping[str, str],
    env_of_target: Mapping[str, str],
) -> str | None:
    """Run two commands, the second reading what the first writes; what they say when one fails."""
    with tempfile.TemporaryFile() as said:
        writer = _start(source, env_of_source, subprocess.DEVNULL, subprocess.PIPE, said)
        try:
            reader = _start(target, env_of_target, writer.stdout, subprocess.DEVNULL, said)
            writer.stdout.close()  # type: ignore[union-attr]  # else it never learns of the end
            try:
                failed = [child for child in (reader, writer) if child.wait()]
            finally:
                reader.kill()
                reader.wait()
        finally:
            writer.kill()
            writer.wait()
        said.seek(0)
        return said.read().decode(errors="replace") if failed else None


def _start(
    command: Sequence[str | Path],
    env: Mapping[str, str],
    stdin: IO[bytes] | int | None,
    stdout: int,
    stderr: IO[bytes],
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(part) for part in command],
        env=dict(env),
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        preexec_fn=_before_exec(Leash(), os.getpid()),
    )


def hold_to_parent(death: signal.Signals, parent: int) -> None:
    """Have the kernel send this process a signal when its parent dies."""
    if LIBC is None:
        return
    LIBC.prctl(PR_SET_PDEATHSIG, int(death), 0, 0, 0)
    if os.getppid() != parent:  # the parent died before the kernel was asked
        os._exit(1)


def _before_exec(leash: Leash, parent: int) -> Callable[[], None]:
    def before_exec() -> None:
        if leash.own_session:
            os.setsid()
        if leash.account:
            os.setgroups([leash.account.gid])
            os.setgid(leash.account.gid)
            os.setuid(leash.account.uid)
        # Changing the account clears the death signal, so it is asked for after that.
        if leash.death:
            hold_to_parent(leash.death, parent)

    return before_exec


def ended_within(child: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait for a child; False when it still runs after so many seconds."""
    deadline = time.monotonic() + seconds
    while child.poll() is None:
        if time.monotonic() >= deadline:
            return False
        time.sleep(PAUSE)
    return True


def stop(children: Iterable[subprocess.Popen[bytes]], *, seconds: float) -> None:
    """End children that have their own session: ask all, wait together, then end by force."""
    living = [child for child in children if child.poll() is None]
    for child in living:
        child.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + seconds
    for child in living:
        if not ended_within(child, max(0.0, deadline - time.monotonic())):
            end_by_force(child)


def end_by_force(child: subprocess.Popen[bytes]) -> None:
    """Kill a child that has its own session, and all that it started in it."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}
