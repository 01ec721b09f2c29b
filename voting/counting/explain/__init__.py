"""Why each project was or was not picked, in words a neighbour reads and figures that add up.

Shares are exact fractions; they are rounded here and nowhere else, and always so that the amounts
in a sentence add up to the penny (`rounding`). An amount for each person that is not whole says
"about" and has its total beside it.

With `few`, a count of few ballots keeps back what could tell how single people voted: who paid how
much, and where shares went. What the votes of every project give anyway is still said.
"""

from __future__ import annotations

from voting.counting.explain.account import about
from voting.counting.explain.outcomes import sentences
from voting.counting.explain.words import ordinal

__all__ = ["about", "ordinal", "sentences"]
