"""The count: ballots and rules in, a result with its explanation out.

Pure Python and NumPy; it knows nothing of the website. Nothing here rounds: money is whole minor
units (pence) and no floating-point number takes part in a decision.

    >>> from voting.counting import Ballots, Builder, Project, Rules, greedy, sentence
    >>> builder = Builder([Project("a", "Benches", 500_00, number=1)], budget=800_00)
    >>> builder.add([0])
    >>> result = greedy(builder.build(), Rules())
    >>> result.funded
    ('a',)
"""

from __future__ import annotations

from collections.abc import Callable

from voting.counting.ballots import Ballots, BallotsError, Builder, Format, Project
from voting.counting.explain import sentence, sentences
from voting.counting.most_votes import greedy
from voting.counting.published import ballots_digest, from_published, rules_digest
from voting.counting.result import Outcome, Result, Tie, Turn, Verdict
from voting.counting.rules import Misfit, Rule, Rules, RulesError, TieKey

__all__ = [
    "Ballots",
    "BallotsError",
    "Builder",
    "Format",
    "Misfit",
    "Outcome",
    "Project",
    "Result",
    "Rule",
    "Rules",
    "RulesError",
    "Tie",
    "TieKey",
    "Turn",
    "Verdict",
    "ballots_digest",
    "count",
    "from_published",
    "greedy",
    "rules_digest",
    "sentence",
    "sentences",
]

_COUNTS: dict[Rule, Callable[[Ballots, Rules], Result]] = {Rule.GREEDY: greedy}


def count(ballots: Ballots, rules: Rules) -> Result:
    """Count by whichever rule the rules name."""
    return _COUNTS[rules.rule](ballots, rules)
