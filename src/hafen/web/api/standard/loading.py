"""Rows for documents, in a number of queries that does not grow with the page."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from hafen.core.db.context import Context, acting
from hafen.information.directory.models import (
    CostOption,
    Location,
    RequiredDocument,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceEmail,
    ServiceLanguage,
    ServicePhone,
    ServiceTargetGroup,
    ServiceTopic,
)
from hafen.network.organisations.models import Organisation
from hafen.web.api.models import PublishedPeople, StandardRecord

_OWN = ("municipality", "standard")
_ORGANISATION = ("organisation__municipality", "organisation__standard")
_PARENT = ("organisation__parent__standard",)


def services(rows: QuerySet[Service], *, is_full: bool) -> QuerySet[Service]:
    """Load what a document of a service says.

    :param is_full: with all its parts, places and the whole organisation
    """
    found = rows.select_related(*_OWN, *_ORGANISATION, *_PARENT).prefetch_related(
        Prefetch("emails", ServiceEmail.objects.order_by("place"))
    )
    if not is_full:
        return found
    return found.prefetch_related(
        "translations",
        "organisation__translations",
        _locations("organisation__locations"),
        *_parts(),
        Prefetch("places", at(ServiceAtLocation.objects.order_by("place"))),
    )


def organisations(
    rows: QuerySet[Organisation], *, is_full: bool
) -> QuerySet[Organisation]:
    found = rows.select_related(*_OWN, "parent__standard")
    if is_full:
        return found.prefetch_related("translations", _locations("locations"))
    return found


def places(
    rows: QuerySet[ServiceAtLocation], *, is_full: bool
) -> QuerySet[ServiceAtLocation]:
    found = at(rows)
    inner = services(Service.objects.all(), is_full=False)
    if is_full:
        inner = inner.prefetch_related(
            "translations",
            "organisation__translations",
            _locations("organisation__locations"),
            *_parts(),
        )
    return found.prefetch_related(Prefetch("service", inner))


def _locations(path: str) -> "Prefetch[Any]":
    return Prefetch(path, Location.objects.select_related(*_OWN).order_by("pk"))


def at(rows: QuerySet[ServiceAtLocation]) -> QuerySet[ServiceAtLocation]:
    return rows.select_related(
        *_OWN,
        "location__standard",
        "location__municipality",
    ).prefetch_related(Prefetch("schedules", _schedules()))


def _parts() -> "Iterable[Prefetch[Any]]":
    for name, model in (
        ("phones", ServicePhone),
        ("cost_options", CostOption),
        ("required_documents", RequiredDocument),
    ):
        yield Prefetch(name, model._default_manager.order_by("place"))
    spoken = ServiceLanguage.objects.order_by("place").select_related("language")
    yield Prefetch("languages", spoken)
    yield Prefetch("schedules", _schedules())
    for name, link in (("topics", ServiceTopic), ("target_groups", ServiceTargetGroup)):
        linked = link._default_manager.order_by("place")
        yield Prefetch(name, linked.select_related("term__vocabulary"))


def _schedules() -> QuerySet[Schedule]:
    return Schedule.objects.order_by("place").prefetch_related("exceptions")


def people_of(records: Sequence[StandardRecord]) -> dict[UUID, PublishedPeople]:
    """Return who may be named, by record; each town is asked in its own context."""
    towns: dict[UUID, list[UUID]] = {}
    for record in records:
        towns.setdefault(record.municipality_id, []).append(record.pk)
    found: dict[UUID, PublishedPeople] = {}
    for town, keys in towns.items():
        with acting(Context(municipality=town)):
            rows = PublishedPeople.objects.filter(record__in=keys)
            found |= {row.record_id: row for row in rows}
    return found
