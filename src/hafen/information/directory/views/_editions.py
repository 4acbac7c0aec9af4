"""Editions at the desk: compile, read, compare, export."""

import csv
import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.workbooks import harmless
from hafen.core.places.public_addresses import public_address
from hafen.core.ui.fields import spelled
from hafen.information.directory import choices, leaflets, queries, services
from hafen.information.directory.forms import EditionForm
from hafen.information.directory.models import Edition
from hafen.information.directory.rules import (
    EXPORT_SERVICE,
    PUBLISH_SERVICE,
    VIEW_SERVICE,
)

_COLUMNS = (
    "Name",
    "Organisation",
    "Kurztext",
    "Thema",
    "Orte",
    "Telefon",
    "E-Mail",
    "Website",
    "Sprachen",
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW_SERVICE)
def editions(request: SignedInRequest, municipality: str) -> HttpResponse:
    """All editions, and a new one for who may publish."""
    may_compile = PUBLISH_SERVICE.held_by(request.user)
    form = EditionForm(request.POST or None)
    if request.method == "POST":
        if not may_compile:
            raise Http404
        if form.is_valid():
            try:
                services.compile_edition(
                    municipality=request.municipality,
                    title=form.cleaned_data["title"],
                    by=request.user,
                    now=timezone.now(),
                )
            except services.TitleTaken:
                form.add_error("title", _("There is an edition of this title already."))
            else:
                messages.success(request, _("The edition is frozen."))
                return redirect("directory:editions", municipality)
    context = {
        "form": form,
        "editions": queries.editions_visible_to(request.user),
        "may_compile": may_compile,
    }
    status = 422 if form.errors else 200
    return render(request, "directory/editions.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
@requires(VIEW_SERVICE)
def edition(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """One edition, and what differs from the one before."""
    del municipality
    found = _edition(request, pk)
    rows = queries.editions_visible_to(request.user)
    earlier = rows.filter(pk__lt=found.pk).first()
    context = {
        "edition": found,
        "groups": _groups(found),
        "earlier": earlier,
        "comparison": queries.compared(earlier, found) if earlier else None,
        "may_export": EXPORT_SERVICE.held_by(request.user),
    }
    return render(request, "directory/edition.html", context)


@require_http_methods(["GET", "HEAD"])
@requires(EXPORT_SERVICE)
def export_edition(
    request: SignedInRequest, municipality: str, pk: UUID, kind: str
) -> HttpResponse:
    """An edition as PDF, as a table or as JSON."""
    del municipality
    found = _edition(request, pk)
    makers = {"pdf": _as_pdf, "csv": _as_csv, "json": _as_json}
    if kind not in makers:
        raise Http404
    response = makers[kind](found)
    name = f'attachment; filename="katalog-{found.compiled_on}.{kind}"'
    response.headers["Content-Disposition"] = name
    return response


def _edition(request: SignedInRequest, pk: UUID) -> Edition:
    rows = queries.editions_visible_to(request.user).select_related("municipality")
    return get_object_or_404(rows, pk=pk)


def _groups(found: Edition) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the frozen offers below the names of their topics."""
    names = dict(
        choices.domains(language=get_language() or "de", today=timezone.localdate())
    )
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in queries.edition_entries(found):
        heading = str(names.get(entry.topic, entry.topic))
        own = entry.content["texts"][entry.content["language"]]
        groups.setdefault(heading, []).append({**entry.content, "own": own})
    return list(groups.items())


def _as_pdf(found: Edition) -> HttpResponse:
    town = found.municipality
    sections = [
        (heading, [_told(content, town) for content in contents])
        for heading, contents in _groups(found)
    ]
    content = leaflets.sheet(
        found.title,
        town,
        sections,
        language=town.default_language,
        today=found.compiled_on,
    )
    return HttpResponse(content, content_type="application/pdf")


def _told(content: dict[str, Any], town: Any) -> dict[str, Any]:
    own, language = content["own"], content["language"]
    rows = [
        (_("Where"), content["places"]),
        (_("Contact"), [*map(spelled, content["phones"]), *content["emails"]]),
        (_("Who may come"), [own.get("eligibility", "")]),
        (_("Costs"), [own.get("costs", "")]),
    ]
    return leaflets.offer_data(
        own["name"],
        content["organisation"],
        own.get("summary", ""),
        rows,
        public_address(town, f"{language}/offers/{content['address']}/"),
        language,
    )


def _as_csv(found: Edition) -> HttpResponse:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(_COLUMNS)
    for heading, contents in _groups(found):
        for content in contents:
            own = content["own"]
            cells = (
                own["name"],
                content["organisation"],
                own.get("summary", ""),
                heading,
                "; ".join(content["places"]),
                "; ".join(content["phones"]),
                "; ".join(content["emails"]),
                content["website"],
                "; ".join(content["languages"]),
            )
            writer.writerow([harmless(cell) for cell in cells])
    body = text.getvalue().encode("utf-8-sig")
    return HttpResponse(body, content_type="text/csv; charset=utf-8")


def _as_json(found: Edition) -> HttpResponse:
    entries = [entry.content for entry in queries.edition_entries(found)]
    said = {"title": found.title, "compiled_on": found.compiled_on, "offers": entries}
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})
