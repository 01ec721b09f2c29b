"""What the launcher says, and how it says no."""

import sys


class CannotRun(Exception):
    """The launcher stops with one line for a person and this exit code; never with a traceback."""

    def __init__(self, line: str, code: int = 1) -> None:
        super().__init__(line)
        self.line = line
        self.code = code


def say(line: str) -> None:
    """Print one line at once: the reader may be a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def complain(line: str) -> None:
    """Print one line where errors go."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
