"""The WSGI door."""

import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest  # noqa: E402


class Request(WSGIRequest):
    """A request whose text is UTF-8, as every form and address of ours is, whatever the sender
    calls it. Django raises at another name: before any page, and again in the page of a fault.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """A kind of content that can't be read, or is named in no way to write text, is none."""
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except ValueError:
            meta["CONTENT_TYPE"] = ""
            super()._set_content_type_params(meta)  # type: ignore[misc]

    @property
    def encoding(self) -> str | None:
        """How text is written; nothing that is set changes it."""
        return "utf-8"

    @encoding.setter
    def encoding(self, name: str) -> None:
        pass


class Handler(WSGIHandler):
    """Django's, with our requests."""

    request_class = Request


django.setup(set_prefix=False)
application = Handler()
