"""How time grows with ballots × choices: `./run bench growth`.

Makes elections of 1,000, 10,000 and 100,000 ballots out of thin air, no two hundred of them alike,
and prints the seconds per step and per million marks: linear growth leaves the latter where it is.
Nothing is asserted: machines differ.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import count as bench  # noqa: E402

SIZES = (1_000, 10_000, 100_000)
PROJECTS = 60
CHOICES = (4, 12)


def main() -> None:
    """Print the machine and a line per size; the last of three tries counts, the first warms up."""
    bench.on_one_core()
    print(bench.machine())
    print(
        "  ballots     marks distinct   read s greedy s shares s   add1+ s   µs per mark: all four"
    )
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"{size}.pb"
            write(path, size)
            line(path)


def line(path: Path) -> None:
    """The figures of one size, the least of three tries."""
    from voting.counting import Completion, Rule, Rules, count
    from voting.counting.pabulib import read

    rules = (
        Rules(),
        Rules(rule=Rule.EQUAL_SHARES),
        Rules(rule=Rule.EQUAL_SHARES, completion=Completion.ADD1_GREEDY, add1_step=10**9),
    )
    tries = []
    for _ in range(3):
        clock = [time.perf_counter()]
        ballots = read(path).ballots
        clock.append(time.perf_counter())
        for one in rules:
            count(ballots, one)
            clock.append(time.perf_counter())
        tries.append([b - a for a, b in zip(clock, clock[1:], strict=False)])
    least = [min(figures) for figures in zip(*tries, strict=True)]
    each = " ".join(f"{1e6 * seconds / ballots.marks:6.2f}" for seconds in least)
    print(
        f"{ballots.voters:9,} {ballots.marks:9,} {ballots.distinct:8,} {least[0]:8.3f} "
        f"{least[1]:8.4f} {least[2]:8.4f} {least[3]:9.4f}   {each}"
    )
    sys.stdout.flush()


def write(path: Path, ballots: int) -> None:
    """An election with a few popular projects and many small ones, always the same."""
    draw = random.Random(ballots)  # noqa: S311
    weights = [1 / (place + 3) for place in range(PROJECTS)]
    costs = [draw.randrange(5_000, 60_000, 500) for _ in range(PROJECTS)]
    with path.open("w") as file:
        file.write(f"META\nkey;value\nbudget;{sum(costs) // 3}\nvote_type;approval\n")
        file.write("PROJECTS\nproject_id;cost;name\n")
        file.writelines(f"{n};{cost};Project {n}\n" for n, cost in enumerate(costs))
        file.write("VOTES\nvoter_id;vote\n")
        for voter in range(ballots):
            chosen = {*draw.choices(range(PROJECTS), weights, k=draw.randint(*CHOICES))}
            file.write(f"{voter};{','.join(map(str, sorted(chosen)))}\n")


if __name__ == "__main__":
    main()
