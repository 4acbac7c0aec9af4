from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import requires
from hafen.core.taxonomy import queries
from hafen.core.taxonomy.rules import VIEW_VOCABULARIES


@require_safe
@requires(VIEW_VOCABULARIES)
def vocabularies(request: HttpRequest, municipality: str) -> HttpResponse:
    """What the whole installation speaks of; it changes with new versions only."""
    today = timezone.localdate()
    return render(
        request,
        "taxonomy/vocabularies.html",
        {
            "vocabularies": queries.vocabularies_with_counts(today=today),
            "languages": queries.languages(today=today).count(),
        },
    )


@require_safe
@requires(VIEW_VOCABULARIES)
def terms(request: HttpRequest, municipality: str, code: str) -> HttpResponse:
    today = timezone.localdate()
    found = queries.vocabularies_with_counts(today=today)
    vocabulary = get_object_or_404(found, code=code)
    tree = queries.tree(code, language=get_language() or "de", today=today)
    return render(
        request, "taxonomy/terms.html", {"vocabulary": vocabulary, "tree": tree}
    )


@require_safe
@requires(VIEW_VOCABULARIES)
def languages(request: HttpRequest, municipality: str) -> HttpResponse:
    shown = get_language() or "de"
    rows = [
        (language, language.name_in(shown))
        for language in queries.languages(today=timezone.localdate())
    ]
    return render(request, "taxonomy/languages.html", {"rows": rows})
