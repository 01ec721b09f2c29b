"""The settings a person keeps in `.env`: lines of NAME=value. What is in the environment wins."""

import os
from pathlib import Path


def read(path: Path) -> None:
    """Add the file's settings to this process's environment."""
    if not path.exists():
        return
    for line in path.read_text().splitlines():
        name, found, value = line.strip().removeprefix("export ").partition("=")
        if found and not name.startswith("#"):
            os.environ.setdefault(name.strip(), _unquoted(value.strip()))


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value
