"""What the screens of one offer share."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hafen.core.accounts.requests import SignedInRequest
from hafen.information.directory import queries
from hafen.information.directory.models import Service
from hafen.information.directory.rules import EDIT_EVERY_SERVICE


def visible(
    request: SignedInRequest, pk: UUID, *, with_proposal: bool = False
) -> Service:
    """Return an offer that the person may see.

    :param with_proposal: with the key of the open one as `open_proposal`
    """
    rows = queries.services_visible_to(request.user).select_related(
        "organisation", "municipality"
    )
    if with_proposal:
        rows = queries.with_open_proposal(rows)
    return get_object_or_404(rows, pk=pk)


def editable(request: SignedInRequest, pk: UUID) -> Service:
    rows = queries.services_editable_by(request.user).select_related(
        "organisation", "municipality"
    )
    return get_object_or_404(rows, pk=pk)


def may_edit(request: SignedInRequest, service: Service) -> bool:
    if EDIT_EVERY_SERVICE.held_by(request.user):
        return True
    return queries.services_editable_by(request.user).filter(pk=service.pk).exists()


def sections(service: Service, current: str) -> list[dict[str, Any]]:
    """Return the sections of the edit screens, as tabs."""
    names = {
        "what": _("What"),
        "where": _("Where"),
        "when": _("When"),
        "whom": _("For whom"),
        "contact": _("Contact"),
        "persons": _("Contact persons"),
    }
    slug = service.municipality.slug
    return [
        {
            "label": label,
            "address": section_address(slug, service.pk, name),
            "is_current": name == current,
        }
        for name, label in names.items()
    ]


def section_address(slug: str, pk: UUID, section: str) -> str:
    routes = {
        "where": "directory:edit_places",
        "when": "directory:edit_hours",
        "persons": "directory:edit_persons",
    }
    if section in routes:
        return reverse(routes[section], args=[slug, pk])
    return reverse("directory:edit", args=[slug, pk, section])
