"""Who was not taken into a programme: counted without a person."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import RefusalFilterForm, RefusalForm
from hafen.casework.cases.models import AccessRefusal, Programme
from hafen.casework.cases.rules import EXPORT_CASES, VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.sheets import REFUSALS
from hafen.casework.cases.views._asking import asked, taken
from hafen.casework.cases.views._households import MOST_EXPORTED, PAGE, key_of
from hafen.casework.cases.words import domain_choices
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.pages import render_page


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def refused(request: SignedInRequest, municipality: str) -> HttpResponse:
    """How often nobody was taken in, and why."""
    del municipality
    rows = queries.programmes_visible_to(request.user)
    form = RefusalFilterForm(request.GET or None, rows={"programme": rows})
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = queries.filtered_refusals(
        queries.refusals_visible_to(request.user),
        programme=key_of(values.get("programme")),
        first=values.get("first"),
        last=values.get("last"),
    )
    areas = dict(domain_choices(timezone.localdate()))
    told = (_told(row, areas) for row in found[:MOST_EXPORTED])
    if file := answer(request, REFUSALS, told, right=EXPORT_CASES):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filters": sum(bool(value) for value in values.values()),
        "page": page,
        "rows": [_told(row, areas) for row in page],
        "may_export": EXPORT_CASES.held_by(request.user),
    }
    return render_page(request, "cases/refused.html", context)


def _told(row: AccessRefusal, areas: dict[str, str]) -> tuple[AccessRefusal, str, str]:
    """Return it with the words for its reason and its area of life."""
    shipped = row.programme.shipped
    reasons = {term.code: term.name for term in shipped.refusals} if shipped else {}
    reason = reasons.get(row.reason, row.reason)
    return row, reason, str(areas.get(row.domain, row.domain))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def count_refusal(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Count that somebody was not taken in; nobody asks who."""
    today, rows = timezone.localdate(), queries.programmes_visible_to(request.user)
    known = queries.refusing(rows)
    if not known:
        raise Http404
    chosen = Programme.objects.filter(pk__in=[row.pk for row in known])
    form = RefusalForm(
        request.POST or None,
        rows={"programme": chosen.order_by("sort_key", "id")},
        programmes=known,
        domains=domain_choices(today),
        today=today,
        initial={"on": today},
    )

    def save() -> None:
        facts = dict(form.content)
        services.count_refusal(
            programme=facts.pop("programme"), facts=facts, by=request.user
        )

    return asked(
        request,
        form,
        save,
        title=_("Count somebody who was not taken in"),
        back=reverse("cases:refused", args=[municipality]),
        lead=_("Without a name: nobody can be known by it, and no file begins."),
    )


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def take_back_refusal(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    row = get_object_or_404(queries.refusals_visible_to(request.user), pk=pk)
    return taken(
        request,
        None,
        lambda: services.take_back_refusal(refusal=row, by=request.user),
        reverse("cases:refused", args=[municipality]),
    )
