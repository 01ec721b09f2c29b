"""A count as its page shows it. Everything is read from the stored count; no ballot is."""

from voting.results.page import ResultLine, Results, money_of, results_of
from voting.results.published import published
from voting.results.walk import Walk, walk

__all__ = ["ResultLine", "Results", "Walk", "money_of", "published", "results_of", "walk"]
