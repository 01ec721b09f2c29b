"""The code that lets the first officer of a site on the internet in: a file among the secrets."""

import secrets

from kit import secret_files


def read() -> str:
    """The set-up code, made on first use."""
    return secret_files.keep("setup-code", _new).decode().strip()


def _new() -> bytes:
    return secrets.token_hex(8).encode()
