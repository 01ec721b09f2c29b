"""Time and memory of reading and counting: `python bench/count.py FILE…`.

Prints figures and never asserts: machines differ. Each file is taken in a fresh process, so that
its peak memory is its own.
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


def measure(path: str) -> str:
    """One line of figures: seconds to read and to count, peak memory of the process."""
    from voting.counting import Rules, count
    from voting.counting.pabulib import CannotRead, read

    begun = time.perf_counter()
    try:
        ballots = read(path).ballots
    except CannotRead as refusal:
        return f"not read: {refusal}"
    was_read = time.perf_counter()
    count(ballots, Rules())
    counted = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (
        f"{was_read - begun:8.3f} {counted - was_read:8.4f} {_megabytes(peak):7.0f} "
        f"{ballots.voters:8,} {len(ballots.projects):8,} {ballots.marks:9,} "
        f"{ballots.distinct:8,}  {Path(path).name}"
    )


def main(paths: list[str]) -> None:
    """Print the machine, then a line per file."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    sys.stdout.write(
        f"{platform.machine()}, {cores} cores, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f}\n"
        "  read s  count s      MB  ballots projects     marks distinct  file\n"
    )
    sys.stdout.flush()
    for path in paths:
        subprocess.run([sys.executable, __file__, "--one", path], check=True)


def _megabytes(peak: int) -> float:
    """`ru_maxrss` is kilobytes on Linux and bytes on macOS."""
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(measure(sys.argv[2]) + "\n")
    else:
        main(sys.argv[1:])
