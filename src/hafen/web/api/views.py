"""HSDS 3.0: `/hsds/` answers for all towns, `/<municipality>/hsds/` for one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import public
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.models import Term, Vocabulary
from hafen.information.directory.models import Service, ServiceAtLocation
from hafen.network.organisations.models import Organisation
from hafen.web.api import description, parameters, queries
from hafen.web.api.answers import (
    answer,
    documents,
    in_order,
    listing,
    open_data,
    problem,
)
from hafen.web.api.packing import package
from hafen.web.api.parameters import Asked
from hafen.web.api.queries import Wanted
from hafen.web.api.standard import loading
from hafen.web.api.standard.documents import Writer, key_of
from hafen.web.api.standard.extensions import EXTENSIONS
from hafen.web.api.standard.terms import Terms, taxonomy

VERSION = "3.0"
Said = dict[str, Any]
_NOTHING = Wanted()


def _here(request: HttpRequest) -> Municipality | None:
    found: Municipality | None = getattr(request, "municipality", None)
    return found


def _base(request: HttpRequest) -> str:
    here = _here(request)
    return (
        f"{settings.PUBLIC_URL}/{here.slug}/hsds"
        if here
        else (f"{settings.PUBLIC_URL}/hsds")
    )


@public
@open_data
def root(request: HttpRequest, municipality: str = "") -> HttpResponse:
    """Say which standard this is, and where it is described."""
    base = _base(request)
    return answer(
        request,
        {
            "version": VERSION,
            "profile": f"{base}/docs/",
            "openapi_url": f"{base}/openapi.json",
        },
        _here(request),
    )


@public
@open_data
def openapi(request: HttpRequest, municipality: str = "") -> HttpResponse:
    """Describe the API to programs."""
    here = _here(request)
    return answer(request, description.document(_base(request), here), here)


@require_safe
@public
def docs(request: HttpRequest, municipality: str = "") -> HttpResponse:
    """Describe the API to people; drawn by ourselves, without any script."""
    here = _here(request)
    context = {
        "base": _base(request),
        "here": here,
        "language": get_language() or "de",
        "endpoints": [
            (
                name,
                title,
                [(each, *description.PARAMETERS[each]) for each in parameters],
            )
            for name, (title, _i, _w, parameters) in description.ENDPOINTS.items()
        ],
        "extensions": [
            (name, field, schema.get("description", ""))
            for name, fields in EXTENSIONS.items()
            for field, schema in fields.items()
        ],
    }
    return render(request, "api/docs.html", context)


@public
@open_data
def services(request: HttpRequest, municipality: str = "") -> HttpResponseBase:
    asked, now = parameters.read(request.GET), timezone.now()
    here = _here(request)
    rows = queries.services(here, asked.wanted, timezone.localdate(now))

    def make(keys: list[UUID]) -> list[Said]:
        if asked.is_minimal:
            return _minimal(rows, keys)
        return _service_documents(keys, now, is_full=asked.is_full)

    return listing(request, asked, rows, make, here)


def _minimal(rows: QuerySet[Any, Any], keys: list[UUID]) -> list[Said]:
    """Return keys and instants only, by the name of the parameter's text and by
    that of the field.
    """
    found = in_order(
        keys, rows.model.objects.filter(pk__in=keys).select_related("standard")
    )
    return [
        {"id": key_of(row), "modified_date": at, "last_modified": at}
        for row in found
        for at in [row.updated_at.isoformat(timespec="milliseconds")]
    ]


def _service_documents(
    keys: list[UUID], now: datetime, *, is_full: bool, with_owner: bool = True
) -> list[Said]:
    loaded = loading.services(Service.objects.filter(pk__in=keys), is_full=is_full)
    found = in_order(keys, loaded)
    if not is_full:
        writer = Writer(now)
        return [writer.listed_service(row) for row in found]
    writer = Writer.for_services(found, now)
    return [
        writer.service(row, with_places=True, with_owner=with_owner) for row in found
    ]


@public
@open_data
def service(request: HttpRequest, key: UUID, municipality: str = "") -> HttpResponse:
    now, here = timezone.now(), _here(request)
    rows = queries.services(here, _NOTHING, timezone.localdate(now))
    return _one(
        request,
        queries.keyed(rows, key),
        lambda keys: _service_documents(keys, now, is_full=True),
    )


@public
@open_data
def organisations(request: HttpRequest, municipality: str = "") -> HttpResponseBase:
    asked, now, here = parameters.read(request.GET), timezone.now(), _here(request)
    rows = queries.organisations(here, asked.wanted)

    def make(keys: list[UUID]) -> list[Said]:
        return _organisation_documents(keys, now, asked, is_full=asked.is_full)

    return listing(request, asked, rows, make, here)


@public
@open_data
def organisation(
    request: HttpRequest, key: UUID, municipality: str = ""
) -> HttpResponse:
    asked, now = parameters.read(request.GET), timezone.now()
    rows = queries.organisations(_here(request), _NOTHING)
    return _one(
        request,
        queries.keyed(rows, key),
        lambda keys: _organisation_documents(keys, now, asked, is_full=True),
    )


def _organisation_documents(
    keys: list[UUID], now: datetime, asked: Asked, *, is_full: bool
) -> list[Said]:
    is_full = is_full or asked.is_full_service
    loaded = loading.organisations(
        Organisation.objects.filter(pk__in=keys), is_full=is_full
    )
    found = in_order(keys, loaded)
    if not is_full:
        writer = Writer(now)
        return [writer.listed_organisation(row) for row in found]
    writer = Writer.for_organisations(found, now)
    offered = _offered(keys, now, is_full=asked.is_full_service)
    return [writer.organisation(row) | _of(offered.get(row.pk, [])) for row in found]


def _of(offered: list[Said]) -> Said:
    return {"services": offered} if offered else {}


def _offered(
    organisations: list[UUID], now: datetime, *, is_full: bool
) -> dict[UUID, list[Said]]:
    """Return the public services of some organisations, whole or in short."""
    rows = queries.services(None, _NOTHING, timezone.localdate(now)).filter(
        organisation__in=organisations
    )
    owners = dict(rows.values_list("pk", "organisation_id"))
    documents = _service_documents(list(owners), now, is_full=is_full, with_owner=False)
    found: dict[UUID, list[Said]] = {}
    for owner, document in zip(owners.values(), documents, strict=True):
        document.pop("organization", None)
        found.setdefault(owner, []).append(document)
    return found


@public
@open_data
def places(request: HttpRequest, municipality: str = "") -> HttpResponseBase:
    asked, now, here = parameters.read(request.GET), timezone.now(), _here(request)
    rows = queries.places(here, asked.wanted, timezone.localdate(now))

    def make(keys: list[UUID]) -> list[Said]:
        return _place_documents(keys, now, is_full=asked.is_full)

    return listing(request, asked, rows, make, here)


@public
@open_data
def place(request: HttpRequest, key: UUID, municipality: str = "") -> HttpResponse:
    now = timezone.now()
    rows = queries.places(_here(request), _NOTHING, timezone.localdate(now))
    return _one(
        request,
        queries.keyed(rows, key),
        lambda keys: _place_documents(keys, now, is_full=True),
    )


def _place_documents(keys: list[UUID], now: datetime, *, is_full: bool) -> list[Said]:
    rows = ServiceAtLocation.objects.filter(pk__in=keys)
    found = in_order(keys, loading.places(rows, is_full=is_full))
    if not is_full:
        writer = Writer(now)
        return [writer.listed_at(row) for row in found]
    writer = Writer.for_places(found, now)
    return [writer.at_with_service(row) for row in found]


@public
@open_data
def datapackage(request: HttpRequest, municipality: str = "") -> HttpResponseBase:
    """Everything as CSV tables in one ZIP, or what has changed since."""
    asked, now, here = parameters.read(request.GET), timezone.now(), _here(request)
    wanted = Wanted(modified_after=asked.wanted.modified_after)
    offers = queries.services(here, wanted, timezone.localdate(now))
    owners = queries.organisations(here, wanted)
    file = package(
        documents(offers, lambda keys: _service_documents(keys, now, is_full=True)),
        documents(
            owners, lambda keys: _organisation_documents(keys, now, asked, is_full=True)
        ),
    )
    name = f"hsds-{here.slug if here else 'all'}-{timezone.localdate(now):%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name)


@public
@open_data
def taxonomies(request: HttpRequest, municipality: str = "") -> HttpResponseBase:
    asked = parameters.read(request.GET)
    rows = queries.vocabularies(asked.wanted, timezone.localdate())
    return listing(request, asked, rows, _taxonomy_documents, _here(request))


@public
@open_data
def one_taxonomy(
    request: HttpRequest, key: UUID, municipality: str = ""
) -> HttpResponse:
    rows = queries.vocabularies(_NOTHING, timezone.localdate()).filter(pk=key)
    return _one(request, rows, _taxonomy_documents)


def _taxonomy_documents(keys: list[UUID]) -> list[Said]:
    rows = Vocabulary.objects.filter(pk__in=keys)
    return [taxonomy(row) for row in in_order(keys, rows)]


@public
@open_data
def terms(request: HttpRequest, municipality: str = "") -> HttpResponseBase:
    asked, here = parameters.read(request.GET), _here(request)
    rows = queries.terms(asked.wanted, timezone.localdate())
    return listing(request, asked, rows, _term_documents(here), here)


@public
@open_data
def term(request: HttpRequest, key: UUID, municipality: str = "") -> HttpResponse:
    rows = queries.terms(_NOTHING, timezone.localdate()).filter(pk=key)
    return _one(request, rows, _term_documents(_here(request)))


def _term_documents(
    here: Municipality | None,
) -> Callable[[list[UUID]], list[Said]]:
    language = here.default_language if here else "de"

    def make(keys: list[UUID]) -> list[Said]:
        rows = Term.objects.filter(pk__in=keys).select_related("vocabulary")
        named = Terms.of(keys)
        return [
            named.document(row, language, is_full=True) for row in in_order(keys, rows)
        ]

    return make


def _one(
    request: HttpRequest,
    rows: QuerySet[Any, Any],
    make: Callable[[list[UUID]], list[Said]],
) -> HttpResponse:
    keys = list(rows.values_list("pk", flat=True)[:1])
    documents = make(keys) if keys else []
    if not documents:
        return problem(404, _("There is no such entry."))
    return answer(request, documents[0], _here(request))
