from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.queries import district_tree
from hafen.core.taxonomy.reference import own_name
from hafen.core.ui.pages import render_page
from hafen.information.directory import choices, queries
from hafen.information.directory.forms import FilterForm
from hafen.information.directory.models import ServiceQuerySet
from hafen.information.directory.queries import SORTS, StaffFilter
from hafen.information.directory.rules import (
    EDIT_SERVICE,
    EXPORT_SERVICE,
    PUBLISH_SERVICE,
    REPORT_GAP,
    VIEW_SERVICE,
)
from hafen.information.directory.services import BulkAction
from hafen.information.directory.sheets import SERVICES
from hafen.network.organisations.queries import organisations_visible_to

PAGE = 25


@require_http_methods(["GET", "HEAD"])
@requires(VIEW_SERVICE)
def listing(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    form = filter_form(request)
    rows = chosen_services(request, form).order_by(*SORTS[_sort(request, form)])
    languages = request.municipality.languages
    rows = queries.with_list_columns(rows, languages=languages)
    if file := answer(request, SERVICES, rows):
        return file
    context = {
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "filters": sum(
            bool(value) for name, value in _chosen(form).items() if name != "sort"
        ),
        "today": timezone.localdate(),
        "wanted": len(languages) - 1,
        "actions": BulkAction.choices,
        "may_edit": EDIT_SERVICE.held_by(request.user),
        "may_bulk": PUBLISH_SERVICE.held_by(request.user),
        "export_kinds": ("xlsx", "csv", "json"),
        "may_export": EXPORT_SERVICE.held_by(request.user),
        "may_report": REPORT_GAP.held_by(request.user),
    }
    return render_page(request, "directory/listing.html", context)


def filter_form(request: SignedInRequest) -> FilterForm:
    """Return the filter as the address says it, with the choices of the town."""
    language, today = get_language() or "de", timezone.localdate()
    languages = request.municipality.languages
    organisations = organisations_visible_to(request.user).present().sorted()
    tree = district_tree(request.municipality)
    found = {
        "topic": choices.domains(language=language, today=today),
        "district": choices.districts(tree),
        "organisation": [
            (str(pk), name) for pk, name in organisations.values_list("pk", "name")
        ],
        "language": choices.languages_offered(language=language),
        "untranslated": [
            ("any", _("in any language")),
            *((tag, own_name(tag)) for tag in languages),
        ],
    }
    return FilterForm(request.GET, choices=found, tree=tree)


def chosen_services(request: SignedInRequest, form: FilterForm) -> ServiceQuerySet:
    """Return the services that the filter leaves; a wrong value filters nothing."""
    values = _chosen(form)
    organisation = values.get("organisation")
    chosen = StaffFilter(
        words=values.get("q", ""),
        state=values.get("state", ""),
        topic=values.get("topic", ""),
        language=values.get("language", ""),
        districts=form.districts,
        organisation=UUID(organisation) if organisation else None,
        overdue=values.get("overdue", False),
        untranslated=values.get("untranslated", ""),
    )
    return queries.filtered(
        queries.services_visible_to(request.user),
        chosen,
        languages=request.municipality.languages,
        today=timezone.localdate(),
    )


def _chosen(form: FilterForm) -> dict[str, Any]:
    form.is_valid()
    return form.cleaned_data


def _sort(request: SignedInRequest, form: FilterForm) -> str:
    """Return the order of the list; the last choice holds until the next one."""
    wanted = _chosen(form).get("sort", "")
    if wanted in SORTS and wanted != request.session.get("directory.sort"):
        request.session["directory.sort"] = wanted
    kept: str = request.session.get("directory.sort", "name")
    return kept if kept in SORTS else "name"
