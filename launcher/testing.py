"""`./run test` and `./run bench`: on a database of their own, gone afterwards."""

import os
import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR

from launcher import browser, database, foreground, home, keys, processes, serve, venv
from launcher.home import ROOT, Home
from launcher.speech import CannotRun, say

PREFIX = "allotment-test-"
EVERY_DAY = "not drill"  # Drills take minutes: `./run test -m drill`.
NO_TESTS = 5  # pytest's exit code when nothing was collected


def test(options: Namespace, more: Sequence[str]) -> int:
    """Run the tests; the exit code is pytest's."""
    venv.ready(venv.FOR_RUNNING, venv.FOR_TESTS)
    chromium = None if options.no_browser else browser.found()
    with _own_surroundings() as env:
        if chromium:
            env["ALLOTMENT_BROWSER"] = chromium
        pytest = [venv.PYTHON, "-m", "pytest"]
        marks = options.marks or EVERY_DAY
        if options.no_browser:
            _say_what_is_left_out(pytest, marks, more, env)
            marks = f"({marks}) and not browser"
        return foreground.run(
            [*pytest, "-n", options.processes, "--dist", "worksteal", "-m", marks, *more], env=env
        )


def bench(name: str | None, more: Sequence[str]) -> int:
    """Run one benchmark, or list them."""
    names = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if path.stem != "__init__")
    if name is None:
        say("\n".join(["Benchmarks: ./run bench NAME", *names]))
        return 0
    if name not in names:
        raise CannotRun(f"There is no benchmark {name}; there are: {', '.join(names)}.")
    venv.ready(venv.FOR_RUNNING, venv.FOR_TESTS)
    with _own_surroundings() as env:
        return foreground.run([venv.PYTHON, str(ROOT / "bench" / f"{name}.py"), *more], env=env)


def cores() -> int:
    """How many processors this process may use. Tests that wait for a browser or a server of their
    own leave room for one more of them.
    """
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _say_what_is_left_out(
    pytest: Sequence[str], marks: str, more: Sequence[str], env: dict[str, str]
) -> None:
    wanted = f"({marks}) and browser"
    command = [*pytest, "--collect-only", "-q", "-n0", "-m", wanted, *more]
    asked = processes.ask(command, env=env, cwd=ROOT)
    if asked.returncode not in {0, NO_TESTS}:
        say("The browser tests are left out; they could not be counted.")
        return
    count = sum("::" in line for line in asked.stdout.splitlines())
    say(f"Browser tests left out: {count}.")


@contextmanager
def _own_surroundings() -> Iterator[dict[str, str]]:
    """The environment of a throw-away installation with a prepared database."""
    with _throw_away_home() as place, database.started(place, for_tests=True) as found:
        # The tests choose their own addresses, folders and keys; a person's settings stay out.
        for name in ("ALLOTMENT_SITE_URL", "ALLOTMENT_MEDIA", "ALLOTMENT_EMPTY", "EMAIL_URL"):
            os.environ.pop(name, None)
        env = {**serve.surroundings(place), **found.addresses.for_changing()}
        env["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
        yield env


@contextmanager
def _throw_away_home() -> Iterator[Home]:
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    place = Home(data=folder, secrets=folder / "secrets")
    try:
        place.media.mkdir(mode=0o700)
        keys.make_folder(place.secrets)
        with home.sole_use(place):
            yield place
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """Remove what test runs left that were killed: their lock is free."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _is_mine(folder) and not home.is_in_use(Home(folder, folder)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_mine(folder: Path) -> bool:
    facts = folder.lstat()
    return (
        S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid() and (folder / "run.lock").exists()
    )
