from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from hafen.information.directory.models import TEXT_FIELDS, Schedule, Service
from hafen.information.directory.shapes import (
    Cost,
    Document,
    Email,
    OfferedLanguage,
    Phone,
    Place,
    ScheduleData,
    ServiceData,
    said,
)

_OWN = (
    *TEXT_FIELDS,
    "source_language",
    "external_id",
    "website",
    "is_free",
    "age_from",
    "age_to",
    "valid_from",
    "valid_until",
    "last_checked_on",
    "check_every_days",
    "keywords",
)


def data_of(service: Service) -> ServiceData:
    """Return all that was said of a service, as `edit_service` takes it.

    Ten queries, however long its lists are.
    """
    data: ServiceData = {name: getattr(service, name) for name in _OWN}  # type: ignore[assignment]  # the names are keys of it
    hours = schedules_by_place([service.pk])
    data["organisation"] = service.organisation
    data["topics"] = list(
        service.topics.order_by("place").values_list("term__code", flat=True)
    )
    data["target_groups"] = list(
        service.target_groups.order_by("place").values_list("term__code", flat=True)
    )
    data["languages"] = [
        OfferedLanguage(row.language_id, row.note)
        for row in service.languages.order_by("place")
    ]
    data["phones"] = [
        Phone(row.number, row.extension, row.label)
        for row in service.phones.order_by("place")
    ]
    data["emails"] = [
        Email(row.address, row.label) for row in service.emails.order_by("place")
    ]
    data["cost_options"] = [
        Cost(row.amount, row.option) for row in service.cost_options.order_by("place")
    ]
    data["required_documents"] = [
        Document(row.name, row.website)
        for row in service.required_documents.order_by("place")
    ]
    data["places"] = [
        Place(row.location, row.note, tuple(hours[service.pk, row.pk]))
        for row in service.places.select_related("location").order_by("place")
    ]
    data["schedules"] = hours[service.pk, None]
    return data


def schedules_by_place(
    services: Iterable[UUID],
) -> defaultdict[tuple[UUID, UUID | None], list[ScheduleData]]:
    """Return the hours by service and place (None: everywhere), in two queries."""
    rows: defaultdict[tuple[UUID, UUID | None], list[Schedule]] = defaultdict(list)
    found = Schedule.objects.filter(service__in=list(services))
    for row in found.prefetch_related("exceptions"):
        rows[row.service_id, row.at_id].append(row)
    hours: defaultdict[tuple[UUID, UUID | None], list[ScheduleData]] = defaultdict(list)
    hours.update({key: said(group) for key, group in rows.items()})
    return hours
