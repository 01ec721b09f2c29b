"""The browser of the tests: one that is on this machine, or Debian's."""

import os
import shutil

from launcher import venv
from launcher.speech import CannotRun

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = 3  # the exit code that says: only the browser is missing


def found() -> str:
    """The path of Chromium; installed where this account may."""
    path = _on_this_machine()
    if path is None and venv.install_debian("chromium"):
        path = _on_this_machine()
    if path is None:
        raise CannotRun(
            "The browser tests need Chromium: run sudo apt-get install chromium"
            " (or leave them out with --no-browser).",
            MISSING,
        )
    return path


def _on_this_machine() -> str | None:
    named = os.environ.get("ALLOTMENT_BROWSER")
    names = (named, *NAMES) if named else NAMES
    return next((path for name in names if (path := shutil.which(name))), None)
