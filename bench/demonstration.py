"""Seconds that a newcomer waits, and what a big import takes: `./run bench demonstration
[FILE…]`.

Starts a fresh copy of this checkout twice, as someone does who has just fetched it: the first
time it installs its libraries, the second time it does not. Then brings each Pabulib file in.
Prints figures and never asserts: machines differ. `--installed` leaves the two starts out.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIGN = "is at http"
# The copy is an installation of its own, with a database of its own.
NOT_HANDED_ON = ("DATABASE_", "ALLOTMENT_", "DJANGO_", "PYTHONPATH")


def main(arguments: Sequence[str]) -> None:
    """Print the machine, the two starts, and a line per file."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    _say(
        f"{platform.machine()}, {cores} cores, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f}"
    )
    if "--installed" not in arguments:
        _two_starts()
    files = [Path(name).resolve() for name in arguments if not name.startswith("--")]
    if files:
        _manage("migrate", "--verbosity", "0")
    for file in files:
        _say(_import(file))


def _two_starts() -> None:
    folder = Path(tempfile.mkdtemp(prefix="allotment-bench-"))
    folder.chmod(0o711)
    try:
        copy = folder / "allotment"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(copy)], check=True)
        for name in ("first", "second"):
            _say(f"{name} start: {_start(copy, folder / 'data')}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(copy: Path, data: Path) -> str:
    """Seconds until it serves and until a page is there, and what it then holds in memory."""
    env = {name: text for name, text in os.environ.items() if not name.startswith(NOT_HANDED_ON)}
    command = [sys.executable, str(copy / "run"), "--port", "0", "--data", str(data)]
    begun = time.perf_counter()
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        line = next((line for line in running.stdout if SIGN in line), "")
        serves = time.perf_counter() - begun
        if not line:
            return "it did not start; the lines above say why"
        address = next(word for word in line.split() if word.startswith("http://127"))
        urllib.request.urlopen(f"{address}east-marsh/", timeout=60).close()  # noqa: S310
        page = time.perf_counter() - begun - serves
        running.send_signal(signal.SIGINT)
    stopped = time.perf_counter() - begun - serves - page
    return f"{serves:.1f} s, then {page:.2f} s for the first page, {stopped:.1f} s to stop"


def _import(file: Path) -> str:
    """Seconds and peak memory of the program that brings the file in; the database's not
    counted.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    begun = time.perf_counter()
    _manage("import_pabulib", str(file))
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    # The kernel keeps the largest of all children: a file after a larger one shows no more.
    note = "" if peak > before else " or less"
    return f"{file.name}: {seconds:.1f} s, {peak / 1024:,.0f} MB{note}"


def _manage(*arguments: str) -> None:
    subprocess.run([sys.executable, str(ROOT / "manage.py"), *arguments], check=True)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
