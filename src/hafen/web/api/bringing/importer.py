"""HSDS as one more kind of list: whole objects instead of columns."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hafen.information.directory import services as directory
from hafen.information.directory.models import Location, Service
from hafen.information.directory.rules import EDIT_EVERY_SERVICE
from hafen.mechanisms.imports.problems import Problem
from hafen.mechanisms.imports.registry import (
    Entry,
    Field,
    Importer,
    Order,
    Return,
    Scope,
    SourceRow,
    Written,
)
from hafen.network.organisations.models import Organisation
from hafen.web.api.bringing import files, mapping, sentences
from hafen.web.api.bringing.mapping import Known
from hafen.web.api.bringing.writing import Pen, unused
from hafen.web.api.standard import loading
from hafen.web.api.standard.documents import Writer

Said = dict[str, Any]


def clean(rows: Sequence[SourceRow], scope: Scope) -> list[Entry]:
    return [_entry(row, scope) for row in rows]


def _entry(row: SourceRow, scope: Scope) -> Entry:
    said = _as_entry(json.loads(row.cell("document") or "null"))
    if said is None:
        fault = Problem(sentences.NO_ENTRY, files.COLUMN, is_error=True)
        return Entry("", str(row.number), {}, (fault,))
    kind = "service" if _is_service(said) else "organization"
    return Entry(
        key=f"{kind}:{said['id']}",
        title=str(said["name"]),
        values={"kind": kind, "document": said},
        problems=tuple(_remarks(said, scope)),
    )


def _as_entry(said: Any) -> Said | None:
    """Return a service or an organisation; a place of a service becomes the service."""
    if not isinstance(said, dict):
        return None
    if isinstance(said.get("service"), dict) and "location" in said:
        at = {name: value for name, value in said.items() if name != "service"}
        said = said["service"] | {"service_at_locations": [at]}
    is_named = all(isinstance(said.get(name), str) for name in ("id", "name"))
    return said if is_named and said["id"] and said["name"].strip() else None


def _is_service(said: Said) -> bool:
    return "status" in said or "service_at_locations" in said or "organization" in said


def _remarks(said: Said, scope: Scope) -> list[Problem]:
    found = []
    count = _counted(said, "contacts", _is_anybody)
    if count and not scope.options.get("people_agreed"):
        params = (("number", str(count)),)
        found.append(Problem(sentences.NOT_AGREED, files.COLUMN, params=params))
    count = _counted(said, "schedules", lambda one: mapping.schedule(one) is None)
    if count:
        params = (("number", str(count)),)
        found.append(Problem(sentences.UNRECKONED, files.COLUMN, params=params))
    if _counted(said, "location", mapping.has_bad_point) or _counted(
        said, "locations", mapping.has_bad_point
    ):
        found.append(Problem(sentences.NO_POINT, files.COLUMN))
    return found


def _is_anybody(_one: Said) -> bool:
    return True


def _counted(said: Any, name: str, fits: Any) -> int:
    """Count the objects under a name at any depth that fit."""
    if isinstance(said, list):
        return sum(_counted(one, name, fits) for one in said)
    if not isinstance(said, dict):
        return 0
    own = said.get(name, [])
    listed = own if isinstance(own, list) else [own]
    here = sum(1 for one in listed if isinstance(one, dict) and fits(one))
    return here + sum(_counted(one, name, fits) for one in said.values())


def fold(entries: Sequence[Entry]) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """Return the last of several objects with one key."""
    return entries[-1].values, ()


def write(order: Order, scope: Scope) -> Written:
    """Write all entries of one object."""
    before: Said = {}
    if order.object_id is not None:
        before["document"] = exported(order.values["kind"], order.object_id, scope)
    pen = Pen(scope, Known.read())
    said = order.values["document"]
    if order.values["kind"] == "service":
        key = pen.service(said).pk
    else:
        key = pen.organisation(said).pk
    pen.remember()
    return Written(key, before | {"kind": order.values["kind"], "created": pen.created})


def exported(kind: str, key: UUID, scope: Scope) -> Said:
    """Return the object as it is answered, whether the public may see it or not."""
    if kind == "service":
        rows = loading.services(Service.objects.filter(pk=key), is_full=True)
        found = list(rows)
        writer = Writer.for_services(found, scope.now)
        return writer.service(found[0], with_places=True, with_owner=True)
    owners = list(
        loading.organisations(Organisation.objects.filter(pk=key), is_full=True)
    )
    writer = Writer.for_organisations(owners, scope.now)
    offered = list(
        loading.services(Service.objects.filter(organisation=key), is_full=True)
    )
    services = Writer.for_services(offered, scope.now)
    said = writer.organisation(owners[0], is_open=True)
    listed = [
        services.service(row, with_places=True, with_owner=False) for row in offered
    ]
    return said | ({"services": listed} if listed else {})


def take_back(back: Return, scope: Scope) -> None:
    """Remove what was created for an object, or write again what it was before."""
    if "document" in back.before:
        order = Order(
            {"kind": back.before["kind"], "document": back.before["document"]},
            None,
            frozenset(),
            "",
        )
        write(order, scope)
        return
    created = back.before.get("created", {})
    here = {"municipality": scope.municipality}
    for service in Service.objects.filter(pk__in=created.get("service", []), **here):
        directory.discard_service(
            service=service, expected=service.version, by=scope.by
        )
    unused(created.get("location", []), Location)
    unused(created.get("organisation", []), Organisation)


def versions(ids: Sequence[UUID], scope: Scope) -> dict[UUID, int]:
    here = {"municipality": scope.municipality, "pk__in": list(ids)}
    found = dict(Service.objects.filter(**here).present().values_list("pk", "version"))
    owners = Organisation.objects.filter(**here).present()
    return found | dict(owners.values_list("pk", "version"))


HSDS = Importer(
    key="hsds",
    label=_("Open data of another directory (HSDS)"),
    fields=(Field("document", "HSDS", synonyms=("hsds",), is_required=True),),
    clean=clean,
    fold=fold,
    write=write,
    take_back=take_back,
    versions=versions,
    permission=EDIT_EVERY_SERVICE,
    reader=files.read,
)
