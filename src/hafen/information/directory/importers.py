"""Lists of offers: what they can hold, and how a row becomes a published offer."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.names import sort_key
from hafen.information.directory import import_cleaning, services
from hafen.information.directory.import_columns import FIELDS
from hafen.information.directory.models import Location, Service
from hafen.information.directory.rules import EDIT_EVERY_SERVICE
from hafen.information.directory.services import Email, OfferedLanguage, Phone, Place
from hafen.information.directory.shapes import LocationData, ServiceData
from hafen.mechanisms.imports.addresses import Address
from hafen.mechanisms.imports.likeness import Entry as LikenessEntry
from hafen.mechanisms.imports.registry import (
    Entry,
    Importer,
    Order,
    Return,
    Scope,
    Written,
)
from hafen.network.organisations import services as organisations
from hafen.network.organisations.models import Organisation

_DAYS = ("valid_from", "valid_until", "last_checked_on")
# What a list says and the offer holds under the same name.
_OWN = (
    "name",
    "summary",
    "description",
    "website",
    "keywords",
    "eligibility",
    "costs",
    "application",
    "accessibility",
    "interpreting",
)
_SAME = (*_OWN, "topics")
# Lists that hang at an offer, by the columns that tell them apart.
_PARTS = {
    "topics": ("term__code",),
    "phones": ("number", "label"),
    "emails": ("address",),
    "languages": ("language_id",),
    "address": ("location_id",),
}


def write(order: Order, scope: Scope) -> Written:
    """Create an offer, or change of it what changed in the list."""
    values = order.values
    if order.object_id is None:
        return _create(values, scope)
    service = Service.objects.get(municipality=scope.municipality, pk=order.object_id)
    before = _said(service, order.changed)
    data = _data({name: values[name] for name in order.changed}, scope)
    if "organisation" in order.changed:
        data["organisation"], _is_new = _organisation(values, scope)
    if "address" in order.changed:
        data["places"] = [Place(_location(values["address"], scope)[0])]
    services.edit_service(
        service=service, data=data, expected=None, by=scope.by, now=scope.now
    )
    return Written(service.pk, before)


def _create(values: Mapping[str, Any], scope: Scope) -> Written:
    organisation, organisation_is_new = _organisation(values, scope)
    data = _data(values, scope)
    data["organisation"] = organisation
    created: dict[str, str] = {}
    if organisation_is_new:
        created["organisation"] = str(organisation.pk)
    if any(values["address"].values()):
        location, location_is_new = _location(values["address"], scope)
        data["places"] = [Place(location)]
        if location_is_new:
            created["location"] = str(location.pk)
    service = services.create_service(
        municipality=scope.municipality, data=data, by=scope.by, now=scope.now
    )
    if scope.options.get("publish", True) and values["topics"]:
        services.publish_service(
            service=service, expected=None, by=scope.by, now=scope.now
        )
    return Written(service.pk, created)


def _data(values: Mapping[str, Any], _scope: Scope) -> ServiceData:
    """Return what the values say in the words of the directory."""
    read: dict[str, Callable[[Any], Any]] = {
        **dict.fromkeys(_SAME, lambda value: value),
        **dict.fromkeys(_DAYS, _day),
        "phones": lambda value: [Phone(number, label=note) for number, note in value],
        "emails": lambda value: [Email(address) for address in value],
        "languages": lambda value: [OfferedLanguage(tag) for tag in value],
    }
    known = {n: read[n](value) for n, value in values.items() if n in read}
    data: ServiceData = {}
    data.update(known)  # type: ignore[typeddict-item]  # names come from the table
    return data


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _organisation(values: Mapping[str, Any], scope: Scope) -> tuple[Organisation, bool]:
    """Return the organisation of this name, created where there is none."""
    found = Organisation.objects.filter(
        municipality=scope.municipality, sort_key=sort_key(values["organisation"])
    )
    present = found.present().order_by("created_at", "id").first()
    if present is not None:
        return present, False
    kind = values.get("kind") or Organisation.Kind.OTHER
    organisation = organisations.create_organisation(
        municipality=scope.municipality,
        data={"name": values["organisation"], "kind": kind},
        by=scope.by,
    )
    if scope.options.get("publish", True):
        organisations.publish_organisation(
            organisation=organisation, expected=None, by=scope.by
        )
    return organisation, True


def _location(address: Mapping[str, Any], scope: Scope) -> tuple[Location, bool]:
    """Return the place of this address, and whether the import created it."""
    location = services.find_or_create_location(
        municipality=scope.municipality, data=LocationData(**address), by=scope.by
    )
    return location, location.created_at >= scope.now


def _said(service: Service, changed: frozenset[str]) -> dict[str, Any]:
    """Return what the offer says now under the names that will change."""
    found = {name: getattr(service, name) for name in changed.intersection(_OWN)}
    found |= {n: _iso(getattr(service, n)) for n in changed.intersection(_DAYS)}
    for name, columns in _PARTS.items():
        if name in changed:
            parts = getattr(service, "places" if name == "address" else name)
            found[name] = _listed(parts, *columns)
    if "organisation" in changed:
        found["organisation"] = str(service.organisation_id)
    return found


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _listed(rows: Any, *columns: str) -> list[Any]:
    found = rows.order_by("place").values_list(*columns)
    return [str(row[0]) if len(columns) == 1 else list(row) for row in found]


def take_back(back: Return, scope: Scope) -> None:
    """Remove a created offer with what it alone needed, or restore a changed one."""
    service = Service.objects.get(municipality=scope.municipality, pk=back.object_id)
    if back.was_created:
        _remove(service, back.before, scope)
        return
    data = _data(back.before, scope)
    if key := back.before.get("organisation"):
        data["organisation"] = Organisation.objects.get(
            municipality=scope.municipality, pk=key
        )
    if "address" in back.before:
        keys = back.before["address"]
        found = Location.objects.filter(municipality=scope.municipality, pk__in=keys)
        data["places"] = [Place(location) for location in found]
    services.edit_service(
        service=service, data=data, expected=None, by=scope.by, now=scope.now
    )


def _remove(service: Service, created: Mapping[str, str], scope: Scope) -> None:
    services.discard_service(service=service, expected=service.version, by=scope.by)
    for model, name in ((Location, "location"), (Organisation, "organisation")):
        if key := created.get(name):
            _remove_unused(model.objects.filter(municipality=scope.municipality), key)


def _remove_unused(rows: "models.QuerySet[Any]", key: str) -> None:
    """Delete a row of the import that nothing else uses and nobody has changed."""
    row = rows.filter(pk=key, services__isnull=True, version__lte=2).first()
    if row is not None:
        row.delete()


def versions(ids: Sequence[UUID], scope: Scope) -> dict[UUID, int]:
    found = Service.objects.filter(municipality=scope.municipality, pk__in=ids)
    return dict(found.present().values_list("pk", "version"))


def likeness(entry: Entry) -> LikenessEntry:
    values = entry.values
    address = values["address"]
    place = Address(
        address["street"],
        address["house_number"],
        address["addition"],
        address["postal_code"],
        address["city"],
    )
    contacts = {phone[0] for phone in values["phones"]} | set(values["emails"])
    return _likeness(entry.title, place, contacts)


def _likeness(name: str, place: Address, contacts: set[str]) -> LikenessEntry:
    key = place.key if place.street or place.supplement else ()
    return LikenessEntry("", name, key, frozenset(contacts))


def known(scope: Scope) -> dict[UUID, LikenessEntry]:
    """Return what the catalogue holds already, for comparison; three queries more."""
    rows = Service.objects.filter(municipality=scope.municipality).present()
    found = rows.select_related("organisation").prefetch_related(
        "phones", "emails", "places__location"
    )
    return {service.pk: _known(service) for service in found}


def _known(service: Service) -> LikenessEntry:
    organisation = service.organisation.name
    name = service.name
    whole = name if name == organisation else f"{organisation} – {name}"
    place = next((row.location for row in service.places.all()), None)
    contacts = {phone.number for phone in service.phones.all()}
    contacts |= {email.address for email in service.emails.all()}
    return _likeness(whole, _address_of(place), contacts)


def _address_of(location: Location | None) -> Address:
    if location is None:
        return Address()
    return Address(
        location.street,
        location.house_number,
        location.addition,
        location.postal_code,
        location.city,
    )


SERVICES = Importer(
    key="services",
    label=_("Offers"),
    fields=FIELDS,
    clean=import_cleaning.clean,
    fold=import_cleaning.fold,
    write=write,
    take_back=take_back,
    versions=versions,
    likeness=likeness,
    known=known,
    permission=EDIT_EVERY_SERVICE,
)
