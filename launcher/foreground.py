"""A command that talks to the person who started it: shells, tests, checks."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from launcher import processes
from launcher.home import ROOT
from launcher.processes import Leash
from launcher.signals import ASKED_TO_STOP

GRACE = 5  # seconds a command has to end by itself when told to


def run(command: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path = ROOT) -> int:
    """Run a command to its end and return its exit code; signals to the launcher reach it."""
    # With a terminal it stays in the launcher's own group: a shell must be able to read the keys,
    # and the terminal's Ctrl-C reaches it without us.
    at_terminal = sys.stdin is not None and sys.stdin.isatty()
    leash = Leash(signal.SIGTERM, own_session=not at_terminal)
    child = processes.spawn(command, env=env, cwd=cwd, leash=leash)
    with _passing_on(child, at_terminal=at_terminal) as facts:
        while child.poll() is None:
            if facts and time.monotonic() > facts[0] + GRACE:
                processes.end_by_force(child) if leash.own_session else child.kill()
            time.sleep(processes.PAUSE)
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


@contextmanager
def _passing_on(child: subprocess.Popen[bytes], *, at_terminal: bool) -> Iterator[list[float]]:
    """Pass signals on to the child; the list gets the time of the first."""
    facts: list[float] = []

    def pass_on(signum: int, frame: FrameType | None) -> None:
        if at_terminal and signum == signal.SIGINT:
            return  # the child got it too, and may go on: a shell only drops its line
        facts.append(time.monotonic())
        child.send_signal(signum)

    before = {number: signal.signal(number, pass_on) for number in ASKED_TO_STOP}
    try:
        yield facts
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
