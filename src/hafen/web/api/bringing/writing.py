"""From objects of HSDS to entries of the house, and back again unchanged."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from hafen.information.directory import services as directory
from hafen.information.directory.models import Location, Service, ServiceAtLocation
from hafen.information.directory.shapes import LocationData, Place, ServiceData
from hafen.mechanisms.imports.registry import Scope
from hafen.network.organisations import services as network
from hafen.network.organisations.models import Organisation
from hafen.web.api.bringing import aligning, mapping
from hafen.web.api.bringing.mapping import Flags, Known
from hafen.web.api.models import PublishedPeople, StandardRecord
from hafen.web.api.standard import loading
from hafen.web.api.standard.documents import Writer, record_of

Said = dict[str, Any]


@dataclass
class Pen:
    """Writes the entries of one object, and remembers which it created."""

    scope: Scope
    known: Known
    created: dict[str, list[str]] = field(default_factory=dict)
    _told: list[tuple[str, Any, Said, Flags]] = field(default_factory=list)

    def organisation(self, said: Said) -> Organisation:
        """Write an organisation with its places and its services."""
        found = self._owner(said)
        for place in said.get("locations", []):
            self._location(place, found)
        for service in said.get("services", []):
            self.service(service, found)
        return found

    def service(self, said: Said, owner: Organisation | None = None) -> Service:
        """Write a service with its organisation and where it is offered."""
        if owner is None:
            owner = self._owner_of(said)
            for place in said.get("organization", {}).get("locations", []):
                self._location(place, owner)
        mapped = mapping.service(said, self.known)
        data: ServiceData = mapped.data
        data["organisation"] = owner
        if topic := self.scope.options.get("topic"):
            data.setdefault("topics", [topic])
        offered = [
            one for one in said.get("service_at_locations", []) if one.get("location")
        ]
        data["places"] = [self._place(one) for one in offered]
        found = self._written(said, data)
        self._told.append(("service", found, said, mapped.held))
        for one in offered:
            at = found.places.get(location__standard__source_id=one["location"]["id"])
            held = [
                mapping.schedule(each) is not None for each in one.get("schedules", [])
            ]
            self._told.append(("at", at, one, {"schedules": held}))
        return found

    def _owner_of(self, said: Said) -> Organisation:
        """Return the organisation of a service, by the words or by the key."""
        if said.get("organization"):
            return self._owner(said["organization"])
        found: Organisation | None = self._present(
            "organisation", said.get("organization_id")
        )
        if found is not None:
            return found
        unnamed = {"id": said["id"], "name": str(said["name"]), "description": ""}
        return self._owner(unnamed)

    def _owner(self, said: Said) -> Organisation:
        mapped = mapping.organisation(said)
        present: Organisation | None = self._present("organisation", said["id"])
        parent = self._present("organisation", said.get("parent_organization_id"))
        if parent is not None:
            mapped.data["parent"] = parent
        if present is None:
            present = network.create_organisation(
                municipality=self.scope.municipality, data=mapped.data, by=self.scope.by
            )
            self._note("organisation", present)
            if self.scope.options.get("publish", True):
                network.publish_organisation(
                    organisation=present, expected=None, by=self.scope.by
                )
        elif aligning.words(record_of(present)) != aligning.kept(said):
            network.edit_organisation(
                organisation=present,
                data=mapped.data,
                expected=None,
                by=self.scope.by,
            )
        self._record("organisation", present, said)
        self._told.append(("organisation", present, said, mapped.held))
        return present

    def _location(self, said: Said, owner: Organisation | None) -> Location:
        mapped = mapping.location(said)
        data: LocationData = mapped.data
        found: Location | None = self._present("location", said["id"])
        if found is None:
            found = directory.find_or_create_location(
                municipality=self.scope.municipality, data=data, by=self.scope.by
            )
            if found.created_at >= self.scope.now:
                self._note("location", found)
        else:
            directory.edit_location(
                location=found, data=data, expected=None, by=self.scope.by
            )
        if owner is not None and found.organisation_id != owner.pk:
            Location.objects.filter(pk=found.pk).update(organisation=owner)
        if not hasattr(found, "standard") or found.standard.source_id == said["id"]:
            self._record("location", found, said)
            self._told.append(("location", found, said, mapped.held))
        return found

    def _place(self, said: Said) -> Place:
        read = [mapping.schedule(one) for one in said.get("schedules", [])]
        return Place(
            self._location(said["location"], None),
            str(said.get("description", ""))[:300],
            tuple(one for one in read if one is not None),
        )

    def _written(self, said: Said, data: ServiceData) -> Service:
        present: Service | None = self._present("service", said["id"])
        scope = self.scope
        if present is not None:
            directory.edit_service(
                service=present, data=data, expected=None, by=scope.by, now=scope.now
            )
            return Service.objects.get(pk=present.pk)
        found = directory.create_service(
            municipality=scope.municipality, data=data, by=scope.by, now=scope.now
        )
        self._note("service", found)
        is_active = said.get("status", "active") in ("active", "temporarily closed")
        if scope.options.get("publish", True) and is_active and data.get("topics"):
            directory.publish_service(
                service=found, expected=None, by=scope.by, now=scope.now
            )
        return Service.objects.get(pk=found.pk)

    def _note(self, kind: str, row: Any) -> None:
        self.created.setdefault(kind, []).append(str(row.pk))

    def _present(self, kind: str, key: object) -> Any:
        """Return the entry that came with this key of the source, None without."""
        found = StandardRecord.objects.filter(
            municipality=self.scope.municipality,
            source_id=str(key),
            **{f"{kind}__isnull": False},
        )
        record = found.select_related(kind).first() if key else None
        return getattr(record, kind) if record else None

    def _record(self, kind: str, row: Any, said: Said) -> StandardRecord:
        record, _is_new = StandardRecord.objects.update_or_create(
            municipality=self.scope.municipality,
            **{kind: row},
            defaults={"source_id": str(said["id"]), "said": aligning.kept(said)},
        )
        self._agree(record, said)
        return record

    def _agree(self, record: StandardRecord, said: Said) -> None:
        """Keep whom the source names, where somebody says that they agreed."""
        agreement = str(self.scope.options.get("people_agreed", ""))[:300]
        people = aligning.people(said)
        PublishedPeople.objects.filter(record=record).delete()
        if people and agreement:
            PublishedPeople.objects.create(
                municipality=self.scope.municipality,
                record=record,
                said=people,
                agreement=agreement,
                agreed_on=timezone.localdate(self.scope.now),
            )

    def remember(self) -> None:
        """Keep the source's words beside what we answer now; once all is written."""
        for kind, row, said, held in self._told:
            record = self._record(kind, row, said)
            now = _plain(kind, row, self.scope.now)
            record.was, record.said = aligning.aligned(now, aligning.kept(said), held)
            record.save()


def _plain(kind: str, row: Any, now: datetime) -> Said:
    """Return what we answer of one entry alone, without the source's words."""
    keys = [row.pk]
    if kind == "organisation":
        rows = loading.organisations(
            Organisation.objects.filter(pk__in=keys), is_full=True
        )
        return _alone(Writer(now, is_plain=True).organisation(rows.get()))
    if kind == "service":
        loaded = list(
            loading.services(Service.objects.filter(pk__in=keys), is_full=True)
        )
        writer = Writer.for_services(loaded, now)
        plain = Writer(now, writer.terms, is_plain=True)
        return _alone(plain.service(loaded[0], with_places=False, with_owner=False))
    if kind == "at":
        places = ServiceAtLocation.objects.filter(pk__in=keys)
        return _alone(Writer(now, is_plain=True).at(loading.at(places).get()))
    found = Location.objects.select_related("municipality").get(pk=row.pk)
    return Writer(now, is_plain=True).location(found)


def _alone(found: Said) -> Said:
    return {name: part for name, part in found.items() if name not in mapping.APART}


def unused(created: Iterable[UUID], model: Any) -> None:
    """Delete rows of an import that nothing else uses and nobody has changed."""
    model.objects.filter(pk__in=list(created), services__isnull=True).delete()
