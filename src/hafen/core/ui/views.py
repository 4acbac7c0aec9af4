from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from hafen.core.db.languages import PORTAL_LANGUAGES
from hafen.core.db.permissions import public
from hafen.core.ui import styleguide as guide
from hafen.core.ui import theme as themes
from hafen.core.ui.context import direction, own_name

A_DAY = 24 * 3600


@require_safe
@public
def theme(request: HttpRequest, municipality: str) -> HttpResponse:
    """Serve the colours of a municipality; its address carries the version."""
    del municipality  # the edge loaded it
    found = getattr(request, "municipality", None)
    if found is None:
        raise Http404
    response = HttpResponse(themes.stylesheet(found.theme), content_type="text/css")
    response.headers["Cache-Control"] = f"public, max-age={A_DAY}"
    return response


@require_safe
@public
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component, in any language and direction.

    `?language=ar` chooses the language, `?dir=rtl` turns the page alone.
    """
    known = [tag for tag, _ in PORTAL_LANGUAGES]
    language = request.GET.get("language", "de")
    language = language if language in known else "de"
    asked = request.GET.get("dir")
    context: dict[str, Any] = {
        "language": language,
        "language_name": own_name(language),
        "dir": asked if asked in {"ltr", "rtl"} else direction(language),
        "languages": [
            {
                "tag": tag,
                "name": own_name(tag),
                "dir": direction(tag),
                "address": f"?language={tag}",
                "is_current": tag == language,
            }
            for tag in known
        ],
    }
    with override(language):
        context |= guide.examples()
        return render(request, "ui/styleguide.html", context)
