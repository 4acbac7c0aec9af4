"""A row beside its translation, as every room lets it be written."""

from collections.abc import Callable, Container

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import LostUpdate
from hafen.core.translation.forms import SideBySideForm
from hafen.core.translation.models import Translatable
from hafen.core.translation.services import OriginalChanged


def side_by_side(
    request: SignedInRequest,
    row: Translatable,
    into: str,
    save: Callable[..., object],
    *,
    languages: Container[str] | None = None,
) -> SideBySideForm | None:
    """Return the form to show; None when the translation was saved.

    :param save: takes what `save_translation` takes, but for the row
    :param languages: which may be written; None: those of the municipality
    :raises Http404: for another language, or that of the original
    """
    allowed = request.municipality.languages if languages is None else languages
    if into not in allowed or into == row.source_language:
        raise Http404
    form = SideBySideForm(request.POST or None, row=row, language=into)
    if not form.is_bound or not form.is_valid():
        return form
    try:
        save(
            language=into,
            texts=form.texts,
            state=form.cleaned_data["state"],
            expected=form.cleaned_data["version"],
            read_hash=form.cleaned_data["read_hash"],
            by=request.user,
            now=timezone.now(),
        )
    except (LostUpdate, OriginalChanged):
        form.add_error(None, _("Somebody changed it meanwhile; please compare."))
        return form
    messages.success(request, _("The translation was saved."))
    return None
