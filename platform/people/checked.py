"""What somebody can do once their address is checked, in sentences of the rooms that know.

`register` is a callback: a higher package, which knows of votes, calls it in its
`AppConfig.ready()`.
"""

from collections.abc import Callable

from people.models import Residency

Teller = Callable[[Residency], list[str]]

_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Let `teller` add sentences to the letter. Registering twice changes nothing."""
    if teller not in _tellers:
        _tellers.append(teller)


def sentences(home: Residency) -> list[str]:
    """What is open to somebody of this home now, or will be."""
    return [sentence for teller in _tellers for sentence in teller(home)]
