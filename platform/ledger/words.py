"""What residents read about a movement of money."""

from ledger.books import route
from ledger.models import Move

TITLES = {
    "deposit": "Came in",
    "allocate": "Put into a round",
    "award": "Offered",
    "accept": "Offer accepted, money promised",
    "lapse": "Offer ran out, back in the round",
    "decline": "Offer declined, back in the round",
    "release": "Not needed, back in the round",
    "pay": "Paid",
    "return": "Given back to the fund",
    "fee": "Fee of the trust",
}

PLACES = {
    "outside": "Outside the fund",
    "fund": "The fund, not yet in a round",
    "round": "The round's pot",
    "offered": "On offer",
    "committed": "Promised",
    "paid": "Paid out",
    "fees": "Fees of the trust",
}


def title(move: Move) -> str:
    """What happened: "Paid", or "Undone: paid"."""
    words = TITLES[move.kind]
    return f"Undone: {words[0].lower()}{words[1:]}" if move.reverses_id else words


def ends(move: Move) -> tuple[str, str]:
    """From where to where."""
    source, target = route(move)
    return PLACES[source], PLACES[target]
