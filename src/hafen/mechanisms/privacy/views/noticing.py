"""The data-protection notice: its editions, and the sheet that people are given."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.languages import comma
from hafen.core.db.permissions import requires
from hafen.core.taxonomy.reference import direction, own_name
from hafen.core.ui.conflict import Refusals, edited
from hafen.mechanisms.privacy import notices as services
from hafen.mechanisms.privacy import queries
from hafen.mechanisms.privacy.forms import NoticeForm
from hafen.mechanisms.privacy.models import NoticeEdition
from hafen.mechanisms.privacy.rules import EDIT_NOTICE, PRINT_NOTICE
from hafen.mechanisms.privacy.wording import GAP

_SOURCE = "de"


@require_safe
@requires(EDIT_NOTICE)
def notices(request: SignedInRequest, municipality: str) -> HttpResponse:
    """All editions, the newest first."""
    del municipality
    rows = queries.notices_visible_to(request.user)
    now = queries.current_notice(request.user.municipality)
    return render(request, "privacy/notices.html", {"rows": rows, "now": now})


@require_POST
@requires(EDIT_NOTICE)
def prepare(request: SignedInRequest, municipality: str) -> HttpResponse:
    row = services.prepare(
        municipality=request.user.municipality,
        today=timezone.localdate(),
        by=request.user,
    )
    return redirect("privacy:notice", municipality, row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_NOTICE)
def notice(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """One edition: its words are written here until it is released."""
    row = get_object_or_404(queries.notices_visible_to(request.user), pk=pk)
    languages = request.user.municipality.languages
    initial = {f"text_{tag}": row.texts.get(tag, "") for tag in languages}
    form = NoticeForm(
        request.POST or None, languages=languages, initial=initial, version=row.version
    )

    def save(expected: int | None) -> None:
        services.save_texts(
            notice=row, texts=form.texts, expected=expected, by=request.user
        )

    refused: Refusals = {
        services.AlreadyReleased: (None, _("This edition is in use by now."))
    }
    done = edited(request, form, row, save, current=initial, refusals=refused)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("privacy:notice", municipality, pk)
    context = {"row": row, "form": form, "gap": GAP, "languages": _read(row)}
    status = 422 if form.errors else 200
    return render(request, "privacy/notice.html", context, status=status)


def _read(row: NoticeEdition) -> list[tuple[str, str, str]]:
    """Return the languages of an edition: tag, direction and own name."""
    return [(tag, direction(tag), own_name(tag)) for tag in row.texts]


@require_POST
@requires(EDIT_NOTICE)
def release(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = get_object_or_404(queries.notices_visible_to(request.user), pk=pk)
    try:
        services.release(notice=row, today=timezone.localdate(), by=request.user)
    except services.AlreadyReleased:
        messages.error(request, _("This edition is in use by now."))
    except services.NotComplete as refused:
        names = comma().join(own_name(tag) for tag in refused.languages)
        messages.error(request, _("Not complete yet: %(names)s") % {"names": names})
    else:
        messages.success(request, _("This edition is given from now on."))
    return redirect("privacy:notice", municipality, pk)


@require_safe
@requires(PRINT_NOTICE)
def sheet(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The notice to hand over: in the language of the person, and in German."""
    del municipality
    town, wanted = request.user.municipality, request.GET.get("edition", "")
    row = queries.notice_of(town, wanted) if wanted else queries.current_notice(town)
    language = request.GET.get("language", _SOURCE)
    tags = dict.fromkeys((language, _SOURCE)) if row else {}
    context = {
        "row": row,
        "wanted": wanted,
        "texts": [(tag, direction(tag), text) for text, tag in _texts(row, tags)],
        "languages": _read(row) if row else [],
    }
    return render(request, "privacy/notice_sheet.html", context)


def _texts(row: NoticeEdition | None, tags: dict[str, None]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(row.text_in(tag) for tag in tags)) if row else []
