"""Whether a ballot is ever lost when something falls over: `./run bench faults [--short] [FAULT…]`.

Starts an installation of its own with the demonstration, adds voters who vote over HTTP as fast as
they can, and meanwhile kills a part of it, fills its disk, or closes the vote. Voters press again
where the site can't say whether they voted. Afterwards every receipt is looked up. Prints a line
for each fault, and ends with 1 when anything was lost or counted twice, or when the site answered
with a fault of its own; times are only printed. `--short` tries each fault once. Linux only.
"""

from __future__ import annotations

import os
import platform
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.under_load.line import HEADER  # noqa: E402
from bench.under_load.stages import NAMES, tried  # noqa: E402


def main(arguments: Sequence[str]) -> int:
    """Print the machine and a line per fault; 1 when the site broke its word."""
    parser = ArgumentParser(prog="./run bench faults", description=__doc__)
    parser.add_argument("--short", action="store_true", help="each fault once, and fewer voters")
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=f"of {', '.join(NAMES)}")
    options = parser.parse_args(arguments)
    if unknown := set(options.faults).difference(NAMES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    signal.signal(signal.SIGTERM, _stop)
    _say(
        f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}\n{HEADER}"
    )
    held = True
    for line in tried(options.faults or NAMES, short=options.short):
        held = held and line.holds
        _say(str(line))
    return 0 if held else 1


def _stop(signum: int, frame: FrameType | None) -> None:
    sys.exit(128 + signum)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
