from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.taxonomy.reference import direction, own_name
from hafen.core.translation import contents
from hafen.core.translation.rules import VIEW_PROGRESS


@require_safe
@requires(VIEW_PROGRESS)
def overview(request: SignedInRequest, municipality: str) -> HttpResponse:
    """How far everything is translated into the languages of the portal."""
    town = request.municipality
    languages = town.languages[1:]
    found = contents.progress(town.pk, languages)
    rows = [
        (tag, own_name(tag), [each for each in found if each.language == tag])
        for tag in languages
    ]
    titles = [content.title for content in contents.contents]
    return render(
        request, "translation/overview.html", {"rows": rows, "titles": titles}
    )


@require_safe
@requires(VIEW_PROGRESS)
def to_do(request: SignedInRequest, municipality: str, language: str) -> HttpResponse:
    """What lacks a checked text in one language, each with the way to it."""
    town = request.municipality
    if language not in town.languages[1:]:
        raise Http404
    return render(
        request,
        "translation/to_do.html",
        {
            "tag": language,
            "name": own_name(language),
            "direction": direction(language),
            "open": contents.open_texts(town.pk, language),
        },
    )
