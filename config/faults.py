"""The answer to what no view caught, whichever layer it came from: views, middleware, or a page
that was to say what is wrong.

Django asks `page` from within the handling of the error. Nothing here may ask the database.
"""

import sys

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.views import defaults

from kit import faults
from kit.access import typed_text
from voting.views import unclear

RETRY_AFTER = "60"  # seconds


def page(request: HttpRequest) -> HttpResponse:
    """503 where waiting helps, and for a ballot of which nobody knows; else the page of a fault."""
    error = sys.exc_info()[1]
    if faults.hung_up(error):
        return HttpResponse(status=400)
    readable = _readable(request)
    if readable and unclear.is_cast(request):
        return _later(unclear.page(request))
    if faults.reason(error):
        typed = typed_text(request) if readable else []
        context = {"sent": request.method == "POST", "typed": typed}
        return _later(render_to_string("503.html", context))
    return defaults.server_error(request)


def _readable(request: HttpRequest) -> bool:
    """Whether what was sent can be read: the error may have come before anybody tried."""
    try:
        return request.POST is not None
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return False


def _later(text: str) -> HttpResponse:
    answer = HttpResponse(text, status=503, headers={"Retry-After": RETRY_AFTER})
    add_never_cache_headers(answer)
    return answer
