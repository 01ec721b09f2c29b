"""Lists as people say them."""

from collections.abc import Sequence


def joined(things: Sequence[object]) -> str:
    """ "Ann, Ben and Cora"; "Ann and Ben"; "Ann"; empty for nothing."""
    said = [str(thing) for thing in things]
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
