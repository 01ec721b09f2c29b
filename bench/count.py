"""Time and memory of reading and counting: `./run bench count FILE…`.

Prints figures and never asserts: machines differ. Each file is taken in a fresh process on one
core, so that its peak memory is its own. Seconds: reading; most votes; one run of equal shares;
equal shares with Add1 (a whole unit at a time) and the greedy fill, the account of every payment
included.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

HEADER = (
    "  read s greedy s shares s  add1+ s      MB  ballots projects     marks distinct raised  file"
)


def machine() -> str:
    """What the figures were measured on."""
    return (
        f"{platform.machine()}, {len(_cores())} cores, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f}"
    )


def _cores() -> list[int]:
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def on_one_core() -> None:
    """Keep this process on one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, _cores()[-1:])


def measure(path: str) -> tuple[str, list[float]]:
    """One line of figures and the seconds in it, or why the file was not read."""
    from voting.counting import Completion, Rule, Rules, TieKey, count
    from voting.counting.pabulib import CannotRead, read

    clock = [time.perf_counter()]
    try:
        ballots = read(path).ballots
    except CannotRead as refusal:
        return f"not read: {refusal}", []
    clock.append(time.perf_counter())
    shares = Rules(rule=Rule.EQUAL_SHARES, ties=(TieKey.ID,))
    filled = Rules(
        rule=Rule.EQUAL_SHARES,
        ties=(TieKey.ID,),
        completion=Completion.ADD1_GREEDY,
        add1_step=10**ballots.minor_digits,
    )
    for rules in (Rules(), shares, filled):
        result = count(ballots, rules)
        clock.append(time.perf_counter())
    seconds = [after - before for before, after in zip(clock, clock[1:], strict=False)]
    account = result.runs[-1].shares
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line = (
        f"{seconds[0]:8.3f} {seconds[1]:8.4f} {seconds[2]:8.4f} {seconds[3]:8.3f} "
        f"{megabytes(peak):7.0f} {ballots.voters:8,} {len(ballots.projects):8,} "
        f"{ballots.marks:9,} {ballots.distinct:8,} {account.raised if account else 0:6,}  "
        f"{Path(path).name}"
    )
    return line, seconds


def megabytes(peak: int) -> float:
    """`ru_maxrss` is kilobytes on Linux and bytes on macOS."""
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main(paths: list[str]) -> None:
    """Print the machine, a line per file, and what all took together."""
    _say(f"{machine()}\n{HEADER}")
    begun, sums = time.perf_counter(), [0.0] * 4
    for path in paths:
        command = [sys.executable, __file__, "--one", path]
        facts = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        line, _, figures = facts.rstrip("\n").rpartition("\t")
        _say(line)
        sums = [a + b for a, b in zip(sums, map(float, figures.split()), strict=False)] or sums
    took = time.perf_counter() - begun
    _say(
        f"{len(paths)} files: read {sums[0]:.2f} s, most votes {sums[1]:.2f} s, equal shares "
        f"{sums[2]:.2f} s, with Add1 and fill {sums[3]:.2f} s; read and counted so on one core "
        f"{sums[0] + sums[3]:.2f} s; with starting Python for each {took:.1f} s"
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        on_one_core()
        line, seconds = measure(sys.argv[2])
        _say(f"{line}\t{' '.join(map(str, seconds))}")
    else:
        main(sys.argv[1:])
