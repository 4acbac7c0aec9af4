from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.images.models import Rendition

from hafen.core.accounts.models import User
from hafen.core.db.permissions import public, requires
from hafen.core.files.content import IMAGES
from hafen.core.places.features import of_feature
from hafen.information.knowledge import pictures, queries
from hafen.information.knowledge.doors import FEATURE
from hafen.information.knowledge.rules import EDIT_PAGES, VIEW_PAGES
from hafen.information.knowledge.views._public import PublicRequest

# Whatever a picture holds, nothing of it runs or loads.
_SANDBOX = "sandbox; default-src 'none'"


@require_safe
@public
@of_feature(FEATURE)
def picture(
    request: PublicRequest, municipality: str, language: str, key: str, width: int
) -> FileResponse:
    """A picture of a released page; of a draft for who may read that."""
    del municipality, language
    town = request.municipality
    image = pictures.find(town, key) if width in pictures.WIDTHS else None
    if image is None:
        raise Http404
    is_released = queries.shows_picture(town, image.pk)
    if not is_released and not _may_see_drafts(request):
        raise Http404
    try:
        file = pictures.opened(image, width=width, municipality=town)
    except FileNotFoundError:
        raise Http404 from None
    days = "public, max-age=31536000, immutable" if is_released else "no-store"
    return _shown(file, pictures.TYPE, days)


def _may_see_drafts(request: PublicRequest) -> bool:
    user = request.user if hasattr(request, "session") else None
    if not isinstance(user, User) or user.municipality_id != request.municipality.pk:
        return False
    if VIEW_PAGES.held_by(user) or EDIT_PAGES.held_by(user):
        return True
    return queries.is_tester(user, timezone.localdate())


@require_safe
@requires(EDIT_PAGES)
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """A small picture in the editor, of the editor's own municipality."""
    assert isinstance(request.user, User)
    found = Rendition.objects.filter(
        file=name, image__collection__name=str(request.user.municipality_id)
    ).first()
    if found is None:
        raise Http404
    try:
        file = found.file.storage.open(found.file.name)
    except FileNotFoundError:
        raise Http404 from None
    kind = f"image/{found.file.name.rpartition('.')[2].replace('jpg', 'jpeg')}"
    if kind not in IMAGES:
        raise Http404
    return _shown(file, kind, "private, max-age=3600")


def _shown(file: Any, kind: str, days: str) -> FileResponse:
    response = FileResponse(file, content_type=kind)
    response["Cache-Control"] = days
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response
