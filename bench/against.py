"""The same counts by pabutools, in the same run: `./run bench against [--limit SECONDS] FILE…`.

Takes the ten largest of the files (ballots × projects), counts each by equal shares with cost
utility, once plainly and once with Add1 and the greedy fill, here and with pabutools in exact
arithmetic. Each count has a fresh process on one core; only the rule is timed, reading apart.
What takes longer than the limit (600 s) is cut off and said so. Prints figures, asserts nothing;
the two must pick the same set, and it says where they do not.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import count as bench  # noqa: E402

PLAIN, FILLED = "shares", "add1+greedy"


def main(arguments: list[str]) -> None:
    """Print the machine and a line per file and rule."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--limit", type=float, default=600.0)
    parser.add_argument("--largest", type=int, default=10)
    options = parser.parse_args(arguments)
    say(bench.machine())
    say("   ours s     MB  pabutools s     MB   times  same  rule         file")
    for path in sorted(options.files, key=size, reverse=True)[: options.largest]:
        for rule in (PLAIN, FILLED):
            compare(path, rule, options.limit)


def size(path: str) -> int:
    """Ballots × projects, as the file says."""
    head = Path(path).read_text("utf-8-sig", errors="replace").partition("PROJECTS")[0]
    fields = dict(line.split(";", 1) for line in head.splitlines() if ";" in line)
    return int(fields.get("num_votes", 0)) * int(fields.get("num_projects", 0))


def compare(path: str, rule: str, limit: float) -> None:
    """One line: seconds and peak memory of both, how many times faster, whether they agree."""
    ours, theirs = ask("ours", path, rule, limit), ask("theirs", path, rule, limit)
    if ours is None or theirs is None:
        mine = "   cut off" if ours is None else f"{ours.seconds:9.4f} {ours.mb:6.0f}"
        say(f"{mine}  cut off at {limit:.0f} s                {rule:12} {Path(path).name}")
        return
    times = theirs.seconds / ours.seconds
    say(
        f"{ours.seconds:9.4f} {ours.mb:6.0f} {theirs.seconds:12.2f} {theirs.mb:6.0f} "
        f"{times:7.0f}  {'yes ' if ours.funded == theirs.funded else 'NO  '}  {rule:12} "
        f"{Path(path).name}"
    )


@dataclass(frozen=True)
class Counted:
    """Seconds, peak megabytes, and the ids picked."""

    seconds: float
    mb: float
    funded: list[str]


def ask(who: str, path: str, rule: str, limit: float) -> Counted | None:
    """One count in its own process; None when it was cut off."""
    command = [sys.executable, __file__, f"--{who}", path, rule]
    try:
        ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=limit)
    except subprocess.TimeoutExpired:
        return None
    return Counted(**json.loads(ran.stdout))


def ours(path: str, rule: str) -> tuple[float, list[str]]:
    """The least of three tries of a single count, or the one try of a long one."""
    from voting.counting import Completion, Rule, Rules, Score, TieKey, count
    from voting.counting.pabulib import read

    ballots = read(path).ballots
    rules = Rules(
        rule=Rule.EQUAL_SHARES,
        ties=(TieKey.ID,),
        score=Score.VOTES,
        completion=Completion.ADD1_GREEDY if rule == FILLED else Completion.NONE,
        add1_step=10**ballots.minor_digits,
    )
    begun = time.perf_counter()
    result = count(ballots, rules)
    return time.perf_counter() - begun, sorted(
        found for found in result.funded if result.outcome(found).votes
    )


def theirs(path: str, rule: str) -> tuple[float, list[str]]:
    """pabutools, exact, equal ballots taken together."""
    from pabutools import fractions
    from pabutools.election import Cost_Sat, parse_pabulib
    from pabutools.rules import (
        completion_by_rule_combination,
        greedy_utilitarian_welfare,
        method_of_equal_shares,
    )

    fractions.FRACTION = "gmpy2"
    instance, profile = parse_pabulib(path)
    profile = profile.as_multiprofile()
    begun = time.perf_counter()
    if rule == PLAIN:
        found = method_of_equal_shares(instance, profile, sat_class=Cost_Sat)
    else:
        found = completion_by_rule_combination(
            instance,
            profile,
            [method_of_equal_shares, greedy_utilitarian_welfare],
            [
                {"sat_class": Cost_Sat, "voter_budget_increment": 1},
                {"sat_class": Cost_Sat},
            ],
        )
    seconds = time.perf_counter() - begun
    voted = {project for ballot in profile for project in ballot}
    return seconds, sorted(project.name for project in found if project in voted)


def say(line: str) -> None:
    """Print at once: the next line may take minutes."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] in (["--ours"], ["--theirs"]):
        bench.on_one_core()
        counted = ours if sys.argv[1] == "--ours" else theirs
        taken, picked = counted(sys.argv[2], sys.argv[3])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        say(json.dumps({"seconds": taken, "mb": bench.megabytes(peak), "funded": picked}))
    else:
        main(sys.argv[1:])
