"""What neighbourhoods agreed on: the list, the form, and the page for the wall."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import public, requires
from hafen.core.db.sheets import answer
from hafen.core.places import queries as places
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.features import of_feature
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import direction, own_name
from hafen.voice.inquiries import queries, services
from hafen.voice.inquiries.doors import FEATURE
from hafen.voice.inquiries.forms.agreements import AgreementForm
from hafen.voice.inquiries.models import Agreement
from hafen.voice.inquiries.rules import EXPORT_INQUIRY, VIEW_INQUIRY, WORK_ON_INQUIRY
from hafen.voice.inquiries.sheets import AGREEMENTS

_FIELDS = ("name", "held_on", "district", "contacts_made", "is_public")
_PAGE = 25


class PublicRequest(HttpRequest):
    """A request below `/<municipality>/<language>/`; the edge read both."""

    municipality: Municipality


@require_safe
@requires(VIEW_INQUIRY)
@of_feature(FEATURE)
def agreements(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    rows = queries.agreements_visible_to(request.user)
    if file := answer(request, AGREEMENTS, rows, right=EXPORT_INQUIRY):
        return file
    context = {
        "page": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
        "contacts": rows.aggregate(made=Sum("contacts_made"))["made"] or 0,
        "may_work": WORK_ON_INQUIRY.held_by(request.user),
        "may_export": EXPORT_INQUIRY.held_by(request.user),
    }
    return render(request, "inquiries/agreements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def agreement(
    request: SignedInRequest, municipality: str, pk: UUID | None = None
) -> HttpResponse:
    rows = queries.agreements_visible_to(request.user)
    found = get_object_or_404(rows, pk=pk) if pk else None
    form = AgreementForm(
        request.POST or None,
        initial=_said(found),
        version=found.version if found else None,
        districts=places.districts_visible_to(request.user),
        languages=request.municipality.languages,
    )
    if request.method == "POST" and form.is_valid():
        data: services.AgreementData = {}
        data.update(form.agreement_data)  # type: ignore[typeddict-item]  # its keys
        try:
            services.save_agreement(
                municipality=request.municipality,
                agreement=found,
                data=data,
                expected=form.read_version,
                by=request.user,
            )
        except services.TooFewLanguages:
            form.add_error("is_public", _("Two languages at least need both sides."))
        except LostUpdate:
            form.add_error(None, _("Somebody else was faster; please look again."))
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("inquiries:agreements", municipality)
    status = 422 if form.errors else 200
    context = {"form": form, "agreement": found}
    return render(request, "inquiries/agreement.html", context, status=status)


def _said(found: Agreement | None) -> dict[str, Any] | None:
    if found is None:
        return None
    said = {name: getattr(found, name) for name in _FIELDS}
    for side in ("neighbours", "newcomers"):
        texts = getattr(found, side)
        said |= {f"{side}_{tag}": text for tag, text in texts.items()}
    return said


@require_safe
@public
@of_feature(FEATURE)
def sheet(
    request: PublicRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """One page for the wall, in the reader's language or the next best."""
    del municipality
    town = request.municipality
    found = queries.public_agreement(town, address)
    if found is None:
        raise Http404
    shown = language if language in found.languages else found.languages[0]
    neighbours, newcomers = found.lines_in(shown)
    context = {
        "agreement": found,
        "shown": shown,
        "direction": direction(shown),
        "neighbours": neighbours,
        "newcomers": newcomers,
        "others": [(tag, own_name(tag)) for tag in found.languages if tag != language],
    }
    response = render(request, "inquiries/sheet.html", context)
    return same_for_everybody(response, town)
