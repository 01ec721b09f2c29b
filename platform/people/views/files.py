"""Files, handed out to those who may see them."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kit.access import audience
from people import access
from people.middleware import PersonRequest
from people.models import Upload
from people.uploads import PICTURES


@audience("public")
@require_safe
def file(request: PersonRequest, upload: UUID) -> HttpResponseBase:
    """A picture to look at, or a PDF to save; 404 for everybody else."""
    row = get_object_or_404(Upload, pk=upload)
    if not access.may_see(request.standing, row):
        raise Http404
    try:
        content = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(
        content,
        as_attachment=row.content_type not in PICTURES,
        filename=row.name,
        content_type=row.content_type,
    )
    return _guarded(answer, public=row.public)


def _guarded(answer: FileResponse, *, public: bool) -> HttpResponse | FileResponse:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if public:  # The same for everybody, until it is hidden: one browser may keep it for an hour.
        answer["Cache-Control"] = "private, max-age=3600"
    return answer
