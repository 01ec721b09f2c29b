"""Method of Equal Shares, exact, fast, and with an account of every payment.

Source: Peters, Pierczyński, Skowron, "Proportional Participatory Budgeting with Additive
Utilities" (2021). docs/counting.md says what it does step by step; `voting.counting.reference` is
the same in fractions only. Here floating point narrows down who can be next, within proven bounds,
and every choice that these bounds leave open is made in whole numbers.
"""

from __future__ import annotations
