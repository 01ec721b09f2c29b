"""The code that lets the first officer of a site on the internet in: a file among the secrets."""

import secrets
from pathlib import Path

from django.conf import settings


def read() -> str:
    """The set-up code, made on first use."""
    file = Path(settings.SECRETS) / "setup-code"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(8))
    return file.read_text().strip()
