"""Every URL of the site, as data: its name, its parts, and for whom it says it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

# The library's pages, whose views are not ours: for whom each is.
LIBRARY = {
    "account_login": "public",
    "account_logout": "public",
    "account_inactive": "public",
    "account_signup": "public",
    "account_reauthenticate": "signed-in",
    "account_email": "signed-in",
    "account_email_verification_sent": "public",
    "account_change_password": "signed-in",
    "account_set_password": "signed-in",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "account_reset_password_from_key": "public",
    "account_reset_password_from_key_done": "public",
    "account_confirm_login_code": "public",
    "mfa_index": "signed-in",
    "mfa_authenticate": "public",
    "mfa_reauthenticate": "signed-in",
    "mfa_activate_totp": "signed-in",
    "mfa_deactivate_totp": "signed-in",
    "mfa_view_recovery_codes": "signed-in",
    "mfa_generate_recovery_codes": "signed-in",
    "mfa_download_recovery_codes": "signed-in",
    "mfa_list_webauthn": "signed-in",
    "mfa_add_webauthn": "signed-in",
    "mfa_reauthenticate_webauthn": "signed-in",
    "mfa_remove_webauthn": "signed-in",
    "mfa_edit_webauthn": "signed-in",
    "mfa_login_webauthn": "public",
}


@dataclass(frozen=True)
class Route:
    """One URL of the site: its name, its parts, for whom it says it is."""

    name: str
    path: str
    parts: tuple[str, ...]
    audience: frozenset[str]


def walk(resolver: URLResolver, space: str = "", path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Name, path and pattern of every URL below a resolver."""
    for pattern in resolver.url_patterns:
        whole = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern, inner, whole)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", whole, pattern


def ours() -> list[Route]:
    found = []
    for name, path, pattern in walk(get_resolver()):
        if name in LIBRARY:
            continue
        assert isinstance(pattern.pattern, RoutePattern), f"{path}: write it with path()"
        audience: frozenset[str] = getattr(pattern.callback, "audience", frozenset())
        found.append(Route(name, path, tuple(_parts(path)), audience))
    return found


def _parts(path: str) -> Iterator[str]:
    for piece in path.split("<")[1:]:
        yield piece.split(">")[0].rpartition(":")[2]


ROUTES = ours()
