"""Whether each guard of money, vote and safety is held by a test: `./run bench guards`.

A guard is where the code refuses something, or a rule of the database (bench/guarding says which).
One run of the tests notes which of them meet which guard. Then each guard is disabled in turn, in
memory or in a database of its own, and only its tests run: if one fails the guard is killed, as it
should be; if none does, or none meets it, it is alive. Prints both, and ends with 1 when one is
alive. No file is changed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.guarding import choice, database, drill, find, noting  # noqa: E402
from tests import postgres  # noqa: E402

NOT_HERE = {"browser", "drill"}  # a guard is held by a test that takes seconds
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")


@dataclass(frozen=True)
class Guards:
    """The guards of the code, and those of the database by name."""

    code: Sequence[str]
    database: Mapping[str, database.InDatabase]

    @property
    def names(self) -> list[str]:
        return [*self.code, *self.database]


def main(arguments: Sequence[str]) -> int:
    """Drill the guards that were asked for; 1 when one is alive."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, _stop)
    guards = _guards()
    names = _chosen(guards, options)
    if options.list:
        print("\n".join(names))
        return 0
    with tempfile.TemporaryDirectory(prefix="allotment-guards-") as folder:
        notes = _notes(Path(options.notes or folder), options.at_once)
        jobs = [_job(name, guards, notes) for name in names]
        verdicts = _drilled([job for job in jobs if job.tests], Path(folder), options.at_once)
    return _told(jobs, verdicts)


def _stop(signum: int, frame: FrameType | None) -> None:
    """Ends what was started, too."""
    sys.exit(128 + signum)


def _options(arguments: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="./run bench guards", description=__doc__)
    parser.add_argument("--list", action="store_true", help="print the names, drill nothing")
    parser.add_argument(
        "--only", metavar="PATTERN", action="append", help="of these names: *books*"
    )
    parser.add_argument(
        "--changed", action="store_true", help="in files changed since the last commit on main"
    )
    parser.add_argument("--sample", metavar="N", type=int, help="so many by lot")
    parser.add_argument("--seed", help="of the lot (the commit)")
    parser.add_argument(
        "--most", metavar="N", type=int, help="of those in changed files, by lot if there are more"
    )
    parser.add_argument(
        "--notes", metavar="FOLDER", help="which tests meet which guard: read there, or kept there"
    )
    cores = len(os.sched_getaffinity(0))
    parser.add_argument("--at-once", metavar="N", type=int, default=cores, help="how many at once")
    return parser.parse_args(arguments)


def _guards() -> Guards:
    with postgres.owner_connection(postgres.ensure_template()) as owner:
        in_database = {guard.name: guard for guard in database.guards(owner)}
    return Guards([guard.name for guard in find.guards()], in_database)


def _chosen(guards: Guards, options: Namespace) -> list[str]:
    patterns = options.only or ["*"]
    names = [name for name in guards.names if any(fnmatchcase(name, each) for each in patterns)]
    if not options.changed and options.sample is None:
        return names
    seed = options.seed or choice.seed_of_commit()
    chosen = _in_changed_files(names, seed, options.most) if options.changed else []
    rest = [name for name in names if name not in chosen]
    lot = choice.by_lot(rest, options.sample or 0, seed)
    print(
        f"{len(chosen)} in files that changed, and {len(lot)} of {len(rest)} by lot, seed {seed}."
    )
    return [*chosen, *lot]


def _in_changed_files(names: Sequence[str], seed: str, most: int | None) -> list[str]:
    files = choice.changed_files()
    if files is None:
        print("Git can't tell here what changed since main.")
        return []
    found = choice.in_files(names, files)
    if most is None or len(found) <= most:
        return found
    print(f"{len(found)} guards stand in files that changed: {most} of them by lot.")
    return choice.by_lot(found, most, seed)


def _notes(folder: Path, at_once: int) -> list[noting.Note]:
    if not any(folder.glob("*.jsonl")):
        marks = " and ".join(f"not {mark}" for mark in sorted(NOT_HERE))
        plugin = ["-p", "bench.guarding.noting", f"--note-guards={folder}"]
        command = [*PYTEST, *plugin, "-n", str(at_once), "--dist", "worksteal", "-m", marks]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            print("Not every test passes as it is; those that fail hold no guard.")
    return [note for note in noting.read(folder) if not NOT_HERE.intersection(note.heavy)]


def _job(name: str, guards: Guards, notes: Sequence[noting.Note]) -> drill.Job:
    rule = guards.database.get(name)
    meet = [note for note in notes if (rule.met(note.guards) if rule else name in note.guards)]
    # One that meets few guards is about this one.
    meet.sort(key=lambda note: (bool(note.heavy), len(note.guards), note.seconds))
    return drill.Job(name, [note.test for note in meet], rule.off if rule else "")


def _drilled(jobs: Sequence[drill.Job], folder: Path, at_once: int) -> list[drill.Verdict]:
    if not jobs:
        return []
    asked, facts = folder / "jobs.json", folder / "verdicts.jsonl"
    drill.write_jobs(asked, jobs)
    files = sorted({test.partition("::")[0] for job in jobs for test in job.tests})
    plugin = ["-p", "bench.guarding.drill", "--drill-jobs", str(asked)]
    more = ["--drill-verdicts", str(facts), "--drill-at-once", str(at_once), "--capture=no"]
    subprocess.run([*PYTEST, *plugin, *more, "-m", "", *files], cwd=ROOT, check=True)
    return drill.read_verdicts(facts)


def _told(jobs: Sequence[drill.Job], verdicts: Sequence[drill.Verdict]) -> int:
    fail_anyway = {test for verdict in verdicts if not verdict.guard for test in verdict.failed}
    killed = {verdict.guard for verdict in verdicts if set(verdict.failed) - fail_anyway}
    alive = [job for job in jobs if job.guard not in killed]
    for job in alive:
        what = f"none of its {len(job.tests)} tests fails" if job.tests else "no test meets it"
        print(f"ALIVE  {job.guard}: {what}")
    if fail_anyway:
        print(f"These fail with every guard in place: {', '.join(sorted(fail_anyway))}")
    kinds = Counter(job.guard.startswith(database.PREFIX) for job in jobs)
    print(
        f"{len(jobs)} guards ({kinds[False]} of the code, {kinds[True]} of the database): "
        f"{len(killed)} killed, {len(alive)} alive."
    )
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
