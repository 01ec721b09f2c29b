"""Tables that rooms fill when the site starts, each with what is its own."""

from collections.abc import Mapping
from typing import TypeVar

What = TypeVar("What")


def add(known: dict[str, What], more: Mapping[str, What], *, taken: str) -> None:
    """Put `more` into `known`; the same again changes nothing. Raises ValueError, which begins with
    the words `taken`, for names that stand for something else already.
    """
    if others := sorted(name for name in more if known.get(name, more[name]) != more[name]):
        raise ValueError(f"{taken}: {', '.join(others)}")
    known.update(more)
