"""What kind of device a browser says it runs on: one word, never its whole description."""

import re

DEVICES = ("phone", "tablet", "computer", "unknown")

# Looked for in this order: a tablet's description may hold a phone's words, and both a computer's.
_SIGNS = (
    ("tablet", re.compile(r"iPad|Tablet|Silk/|Android(?!.*Mobi)")),
    ("phone", re.compile(r"Mobi|iPhone|iPod")),
    ("computer", re.compile(r"Windows NT|Macintosh|X11|CrOS|Linux")),
)


def kind_of(agent: str) -> str:
    """The word of `DEVICES` for a `User-Agent`."""
    return next((kind for kind, sign in _SIGNS if sign.search(agent)), "unknown")
