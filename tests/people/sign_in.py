"""Coming in at the one door, as a browser does."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail
from django.test import Client

CODE = re.compile(r"^([A-Z]{4}-[A-Z]{4})$", re.MULTILINE)


def ask(client: Client, address: str, **more: str) -> Any:
    """Ask for a code."""
    return client.post("/accounts/login/", {"email": address, **more})


def last_code() -> str:
    """The code in the newest e-mail."""
    found = CODE.search(str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group(1)


def enter(client: Client, code: str, **more: Any) -> Any:
    return client.post("/accounts/code/", {"code": code}, **more)


def sign_in(client: Client, address: str, **more: str) -> Any:
    """The answer to the right code."""
    ask(client, address, **more)
    return enter(client, last_code())
