from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import LostUpdate
from hafen.core.db.names import short_id_in
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.translation.writing import OriginalChanged
from hafen.information.knowledge import queries, services
from hafen.information.knowledge.doors import FEATURE
from hafen.information.knowledge.models import Entry
from hafen.information.knowledge.rules import PUBLISH_PAGES, TRANSLATE_PAGES
from hafen.information.knowledge.translation_forms import PageForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires(TRANSLATE_PAGES)
@of_feature(FEATURE)
def translate(
    request: SignedInRequest, municipality: str, address: str, into: str
) -> HttpResponse:
    """A page beside its original; each piece that changed since is marked."""
    original = _original(request, address)
    if into == original.source_language or into not in services.languages_of(
        request.municipality
    ):
        raise Http404
    form = PageForm(
        request.POST or None,
        original=original,
        language=into,
        translation=queries.last_saved(original, into),
        may_release=PUBLISH_PAGES.held_by(request.user),
    )
    if form.is_bound and form.is_valid() and _saved(request, form):
        messages.success(request, _("The translation was saved."))
        return redirect("knowledge:translate", municipality, original.address, into)
    context = {"form": form, "original": original, "into": into}
    status = 422 if form.errors else 200
    return render(request, "knowledge/desk/translate.html", context, status=status)


def _original(request: SignedInRequest, address: str) -> Entry:
    rows = queries.pages_visible_to(request.user).select_related("municipality")
    found: Any = get_object_or_404(
        rows, short_id=short_id_in(address), live=True, is_read_only=False
    )
    return found


def _saved(request: SignedInRequest, form: PageForm) -> bool:
    try:
        services.translate_page(
            original=form.original,
            language=form.language,
            texts=form.texts,
            state=form.cleaned_data["state"],
            by=request.user,
            now=timezone.now(),
            read_hash=form.cleaned_data["read_hash"],
            expected=form.read_version or 0,
        )
    except (LostUpdate, OriginalChanged):
        form.add_error(None, _("Somebody changed it meanwhile; please compare."))
        return False
    return True
