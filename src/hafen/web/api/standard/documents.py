"""Our entries in the words of HSDS 3.0: one writer per answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import translation

from hafen.core.places.calendar import LAENDER
from hafen.core.places.public_addresses import public_address
from hafen.information.directory.models import Location, Service, ServiceAtLocation
from hafen.network.organisations.models import Organisation
from hafen.web.api.models import PublishedPeople, StandardRecord
from hafen.web.api.standard import parts
from hafen.web.api.standard.loading import people_of
from hafen.web.api.standard.merging import merged
from hafen.web.api.standard.parts import Said, derived, said
from hafen.web.api.standard.terms import Terms


def record_of(row: Any) -> StandardRecord | None:
    found: StandardRecord | None = getattr(row, "standard", None)
    return found


def key_of(row: Any) -> str:
    """Return the key by which the world knows an entry: that of its source."""
    record = record_of(row)
    return record.source_id if record else str(row.pk)


@dataclass(frozen=True)
class Writer:
    """Writes documents from loaded rows.

    :param people: who may be named, by record
    :param is_plain: our answer alone, without the words of a source
    """

    now: datetime
    terms: Terms = field(default_factory=Terms)
    people: dict[UUID, PublishedPeople] = field(default_factory=dict)
    is_plain: bool = False

    @classmethod
    def for_services(cls, rows: Sequence[Service], now: datetime) -> "Writer":
        """Return a writer that knows the terms and people of loaded services."""
        terms = Terms.of(link.term_id for row in rows for link in _links(row))
        owners: list[Any] = []
        for row in rows:
            places = list(row.places.all())
            owners += [row, row.organisation, *row.organisation.locations.all()]
            owners += [*places, *(place.location for place in places)]
        return cls(now, terms, people_of(_records_of(owners)))

    @classmethod
    def for_organisations(cls, rows: Sequence[Organisation], now: datetime) -> "Writer":
        owners = [owner for row in rows for owner in (row, *row.locations.all())]
        return cls(now, people=people_of(_records_of(owners)))

    @classmethod
    def for_places(cls, rows: Sequence[ServiceAtLocation], now: datetime) -> "Writer":
        terms = Terms.of(link.term_id for row in rows for link in _links(row.service))
        owners: list[Any] = []
        for row in rows:
            owners += [row, row.location, row.service, row.service.organisation]
            owners += row.service.organisation.locations.all()
        return cls(now, terms, people_of(_records_of(owners)))

    def service(self, row: Service, *, with_places: bool, with_owner: bool) -> Said:
        """Return a service with all its parts.

        :param with_places: with where it is offered
        :param with_owner: with its organisation
        """
        with translation.override(row.municipality.default_language):
            found = self._merged(row, self._service(row) | self._parts(row))
        if with_places and (places := list(row.places.all())):
            found["service_at_locations"] = [self.at(place) for place in places]
        if with_owner:
            found["organization"] = self.organisation(row.organisation)
        return found

    def listed_service(self, row: Service) -> Said:
        """Return a service with its one-to-one fields only."""
        found = self._flat(row, self._service(row))
        if "program" in found:
            found["program"] = _scalars(found["program"])
        found["organization"] = self.listed_organisation(row.organisation)
        return found

    def organisation(self, row: Organisation, *, is_open: bool = False) -> Said:
        """Return an organisation with its places.

        :param is_open: whether a draft may be told, as to an export of the house
        """
        if not (row.is_published or self.is_plain or is_open):
            return _unknown(row)
        found = self._merged(
            row,
            self._organisation(row)
            | _listed(phones=_general_phone(row))
            | _translated(row, {"description": "description"}),
        )
        if locations := [self.location(place) for place in row.locations.all()]:
            found["locations"] = locations
        return found

    def listed_organisation(self, row: Organisation) -> Said:
        if not row.is_published:
            return _unknown(row)
        return self._flat(row, self._organisation(row))

    def at(self, row: ServiceAtLocation) -> Said:
        """Return where a service is offered, with the hours that hold there."""
        hours = [parts.schedule(each, self.now) for each in row.schedules.all()]
        own = said(id=str(row.pk), description=row.note) | _listed(schedules=hours)
        return self._merged(row, own) | {"location": self.location(row.location)}

    def at_with_service(self, row: ServiceAtLocation) -> Said:
        service = self.service(row.service, with_places=False, with_owner=True)
        return self.at(row) | {"service": service}

    def listed_at(self, row: ServiceAtLocation) -> Said:
        found = self._flat(row, said(id=str(row.pk), description=row.note))
        found["location"] = self._flat(row.location, self._location(row.location))
        found["service"] = self.listed_service(row.service)
        return found

    def location(self, row: Location) -> Said:
        land = LAENDER.get(row.municipality.land, row.municipality.land)
        with translation.override(row.municipality.default_language):
            own = self._location(row) | _listed(
                addresses=[parts.address(row, land)] if row.city else [],
                accessibility=parts.accessibility(row),
            )
        return self._merged(row, own)

    def _service(self, row: Service) -> Said:
        mails = list(row.emails.all())
        lines = (row.summary, row.description)
        return said(
            id=str(row.pk),
            name=row.name,
            description="\n\n".join(line for line in lines if line),
            url=row.website,
            email=mails[0].address if mails else None,
            status="active" if row.is_published else "inactive",
            application_process=row.application,
            fees_description=row.costs,
            eligibility_description=row.eligibility,
            interpretation_services=row.interpreting,
            minimum_age=row.age_from,
            maximum_age=row.age_to,
            assured_date=row.last_checked_on and row.last_checked_on.isoformat(),
            alert=row.alert,
            last_modified=row.updated_at.isoformat(timespec="milliseconds"),
        )

    def _parts(self, row: Service) -> Said:
        reader = row.municipality.default_language
        everywhere = [each for each in row.schedules.all() if each.at_id is None]
        costs = [parts.cost(each) for each in row.cost_options.all()]
        if row.is_free and not costs:
            costs = [parts.free_of_charge(row.pk)]
        papers = [parts.document(each) for each in row.required_documents.all()]
        if row.documents:
            key = derived(row.pk, "documents")
            papers.append({"id": key, "document": row.documents})
        area = {"id": derived(row.pk, "area"), "name": row.municipality.name}
        found = _listed(
            phones=[parts.phone(each) for each in row.phones.all()],
            contacts=[parts.further_mail(each) for each in list(row.emails.all())[1:]],
            languages=[parts.language(each, reader) for each in row.languages.all()],
            schedules=[parts.schedule(each, self.now) for each in everywhere],
            cost_options=costs,
            required_documents=papers,
            service_areas=[area],
            attributes=list(self._attributes(row, reader)),
        )
        return found | _beyond(row)

    def _attributes(self, row: Service, reader: str) -> Iterator[Said]:
        for kind, links in (
            ("topic", row.topics.all()),
            ("target_group", row.target_groups.all()),
        ):
            for link in links:
                term = self.terms.document(link.term, reader)
                yield {
                    "id": str(link.pk),
                    "link_type": kind,
                    "link_entity": "service",
                    "value": term["name"],
                    "taxonomy_term": term,
                }

    def _organisation(self, row: Organisation) -> Said:
        return {
            **said(
                id=str(row.pk),
                name=row.name,
                email=row.email,
                website=row.website,
                parent_organization_id=key_of(row.parent) if row.parent else None,
            ),
            "description": row.description or str(row.get_kind_display()),
        }

    def _location(self, row: Location) -> Said:
        return said(
            id=str(row.pk),
            location_type="physical",
            name=row.name,
            transportation=row.transport,
            latitude=row.latitude,
            longitude=row.longitude,
        )

    def _merged(self, row: Any, now: Said) -> Said:
        record = record_of(row)
        if record is None or self.is_plain:
            return now
        found = merged(now, record.was, record.said)
        people = self.people.get(record.pk)
        return _with_people(found, people.said) if people else found

    def _flat(self, row: Any, now: Said) -> Said:
        """Return what is no list and none of our own fields."""
        record = record_of(row)
        if record is None or self.is_plain:
            return now
        found = merged(now, record.was, record.said)
        people = self.people.get(record.pk)
        if people:
            found = found | people.said.get("own", {})
        return {
            name: value for name, value in found.items() if not isinstance(value, list)
        }


def _unknown(row: Organisation) -> Said:
    """Return an organisation that is not shown yet: its name stands at its offers."""
    return {"id": key_of(row), "name": row.name, "description": ""}


def _listed(**lists: list[Said]) -> Said:
    return {name: found for name, found in lists.items() if found}


def _scalars(found: Said) -> Said:
    return {
        name: value
        for name, value in found.items()
        if not isinstance(value, list | dict)
    }


def _general_phone(row: Organisation) -> list[Said]:
    if not row.phone:
        return []
    return [{"id": derived(row.pk, "phone"), "number": row.phone, "type": "voice"}]


# Field of the standard: ours.
_TEXTS = {
    "name": "name",
    "summary": "summary",
    "description": "description",
    "application_process": "application",
    "eligibility_description": "eligibility",
    "required_documents": "documents",
    "fees_description": "costs",
    "accessibility_description": "accessibility",
    "interpretation_services": "interpreting",
    "alert": "alert",
}


def _beyond(row: Service) -> Said:
    """Return what the standard has no field for; see `extensions`."""
    town = row.municipality
    page = public_address(town, f"{town.default_language}/offers/{row.address}/")
    return said(
        accessibility_description=row.accessibility,
        review_by=row.next_check_on and row.next_check_on.isoformat(),
        web_page=page if row.is_published else None,
        keywords=list(row.keywords) or None,
    ) | _translated(row, _TEXTS)


def _translated(row: Any, names: dict[str, str]) -> Said:
    found = {
        text.language: said(
            **{told: getattr(text, name, "") for told, name in names.items()},
            state=text.state,
        )
        for text in sorted(row.translations.all(), key=lambda text: text.language)
        if text.is_readable
    }
    return {"translations": found} if found else {}


def _with_people(found: Said, people: Said) -> Said:
    """Return the object with the people whom it may name."""
    found = found | people.get("own", {})
    if contacts := people.get("contacts"):
        found["contacts"] = [*found.get("contacts", ()), *contacts]
    attention = people.get("attention", {})
    if "addresses" in found and attention:
        found["addresses"] = [
            each | said(attention=attention.get(each["id"]))
            for each in found["addresses"]
        ]
    return found


def _links(row: Service) -> Iterable[Any]:
    return [*row.topics.all(), *row.target_groups.all()]


def _records_of(owners: Iterable[Any]) -> list[StandardRecord]:
    return [found for owner in owners if (found := record_of(owner))]
