"""One URL serves a whole page and its fragment."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.utils.cache import patch_vary_headers


def render(
    request: HttpRequest,
    page: str,
    context: Mapping[str, Any],
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or its fragment when htmx asked and one is named."""
    htmx = getattr(request, "htmx", None)
    template = fragment if fragment and htmx and not htmx.boosted else page
    response = render_page(request, template, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
