"""The count: ballots and rules in, a result with its explanation out.

Pure Python and NumPy; it knows nothing of the website. Nothing here rounds: money is whole minor
units (pence) or fractions of them, and no floating-point number decides anything. What every rule
does is written in docs/counting.md.

    >>> from voting.counting import Builder, Project, Rules, count
    >>> builder = Builder([Project("a", "Benches", 500_00, number=1)], budget=800_00)
    >>> builder.add([0])
    >>> result = count(builder.build(), Rules())
    >>> result.funded
    ('a',)
"""

from __future__ import annotations

from voting.counting.ballots import Ballots, BallotsError, Builder, Format, Project
from voting.counting.by_rules import count
from voting.counting.certificates import (
    Violation,
    certify,
    ejr_plus_violations,
    election_digest,
    result_digest,
)
from voting.counting.explain import about, sentences
from voting.counting.options import (
    Blank,
    Completion,
    Misfit,
    Rule,
    Scope,
    Score,
    Start,
    TieKey,
    Utility,
    ZeroCost,
)
from voting.counting.published import ballots_digest, from_published, rules_digest
from voting.counting.result import Comparison, LineVerdict, Outcome, Result, Tie, Turn
from voting.counting.rules import Rules, RulesError
from voting.counting.shares import Loss, Run, Shares, Step, Stop
from voting.counting.staged import CannotCount
from voting.counting.stages import Group, Stage, StageError

__all__ = [
    "Ballots",
    "BallotsError",
    "Blank",
    "Builder",
    "CannotCount",
    "Comparison",
    "Completion",
    "Format",
    "Group",
    "Loss",
    "Misfit",
    "Outcome",
    "Project",
    "Result",
    "Rule",
    "Rules",
    "RulesError",
    "Run",
    "Scope",
    "Score",
    "Shares",
    "Stage",
    "StageError",
    "Start",
    "Step",
    "Stop",
    "Tie",
    "TieKey",
    "Turn",
    "Utility",
    "LineVerdict",
    "Violation",
    "ZeroCost",
    "about",
    "ballots_digest",
    "certify",
    "count",
    "ejr_plus_violations",
    "election_digest",
    "from_published",
    "result_digest",
    "rules_digest",
    "sentences",
]
