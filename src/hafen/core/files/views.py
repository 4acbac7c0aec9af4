from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest

from hafen.core.audit import services as audit
from hafen.core.db.permissions import public, signed_in
from hafen.core.files import queries
from hafen.core.files.answers import guard
from hafen.core.files.content import IMAGES
from hafen.core.files.models import StoredFile


@public
def public_file(request: HttpRequest, /, *, key: str, **_place: str) -> FileResponse:
    file = queries.public_file(municipality=_here(request), key=key)
    if file is None:
        raise Http404
    response = _response(file)
    # The key is new for every content, so a copy never gets old.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@signed_in
def staff_file(request: HttpRequest, /, *, key: str, **_place: str) -> FileResponse:
    file = queries.file_readable_by(request.user, key=key)
    if file is None or file.municipality_id != _here(request).pk:
        raise Http404
    if not file.is_public:
        audit.seen(subject=file, what="files.file")
    response = _response(file)
    response["Cache-Control"] = "private, no-store"
    return response


def _here(request: HttpRequest) -> Any:
    return request.municipality  # type: ignore[attr-defined]  # ours on every request


def _response(file: StoredFile) -> FileResponse:
    try:
        source = default_storage.open(file.path)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(source, content_type=file.content_type)
    guard(response, file.name, is_saved=file.content_type not in IMAGES)
    return response
