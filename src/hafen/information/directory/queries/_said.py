"""What was said of a service, in two queries however long its lists are."""

from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef
from django.db.models.functions import JSONObject

from hafen.information.directory.models import (
    TEXT_FIELDS,
    Condition,
    CostOption,
    RequiredDocument,
    Schedule,
    ScheduleException,
    Service,
    ServiceAtLocation,
    ServiceEmail,
    ServiceLanguage,
    ServicePhone,
    ServiceTargetGroup,
    ServiceTopic,
)
from hafen.information.directory.shapes import (
    ConditionData,
    Cost,
    DayOff,
    Document,
    Email,
    OfferedLanguage,
    Phone,
    Place,
    ScheduleData,
    ServiceData,
)

_OWN = (
    *TEXT_FIELDS,
    "kind",
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
    "is_city_wide",
    "is_initiated",
)
# Part: its table, and what of it is read under which name.
_PARTS: dict[str, tuple[type[Model], dict[str, str]]] = {
    "topics": (ServiceTopic, {"code": "term__code"}),
    "target_groups": (ServiceTargetGroup, {"code": "term__code"}),
    "languages": (ServiceLanguage, {"tag": "language_id", "note": "note"}),
    "phones": (
        ServicePhone,
        {"number": "number", "extension": "extension", "label": "label"},
    ),
    "emails": (ServiceEmail, {"address": "address", "label": "label"}),
    "cost_options": (CostOption, {"amount": "amount", "option": "option"}),
    "required_documents": (RequiredDocument, {"name": "name", "website": "website"}),
    "conditions": (Condition, {"kind": "kind", "values": "values"}),
}
_TIMES = ("rrule", "zone", "closed_on_holidays", "note")


def data_of(service: Service) -> ServiceData:
    """Return all that was said of a service, as `edit_service` takes it.

    Its `organisation` is read too, unless it was loaded with the service.
    """
    parts = _parts(service.pk)
    data: ServiceData = {name: getattr(service, name) for name in _OWN}  # type: ignore[assignment]  # the names are keys of it
    data["organisation"] = service.organisation
    data["topics"] = [row["code"] for row in parts["topics"]]
    data["target_groups"] = [row["code"] for row in parts["target_groups"]]
    data["languages"] = [OfferedLanguage(**row) for row in parts["languages"]]
    data["phones"] = [Phone(**row) for row in parts["phones"]]
    data["emails"] = [Email(**row) for row in parts["emails"]]
    data["cost_options"] = [
        Cost(Decimal(str(row["amount"])).quantize(Decimal("0.01")), row["option"])
        for row in parts["cost_options"]
    ]
    data["conditions"] = [ConditionData(**row) for row in parts["conditions"]]
    data["required_documents"] = [
        Document(**row) for row in parts["required_documents"]
    ]
    data["places"] = [
        Place(at.location, at.note, _hours(parts, at.pk)) for at in _places(service)
    ]
    data["schedules"] = list(_hours(parts, None))
    return data


def _parts(service: UUID) -> dict[str, Any]:
    """Return the lists of a service as the database puts them together."""
    arrays: dict[str, Any] = {
        name: _array(model, columns) for name, (model, columns) in _PARTS.items()
    }
    found = Service.objects.filter(pk=service).values(
        **{f"said_{name}": array for name, array in arrays.items()},
        said_schedules=_schedules(),
    )
    return {name.removeprefix("said_"): rows for name, rows in found.get().items()}


def _array(model: type[Model], columns: dict[str, str]) -> ArraySubquery:
    rows = model._default_manager.filter(service=OuterRef("pk")).order_by("place")
    said = JSONObject(**{name: F(column) for name, column in columns.items()})
    return ArraySubquery(rows.values(said=said))


def _schedules() -> ArraySubquery:
    days = ScheduleException.objects.filter(schedule=OuterRef("pk")).order_by("day")
    exceptions = ArraySubquery(
        days.values(
            said=JSONObject(
                day="day", opens_at="opens_at", closes_at="closes_at", reason="reason"
            )
        )
    )
    rows = Schedule.objects.filter(service=OuterRef("pk")).order_by("place")
    said = JSONObject(
        at="at_id",
        opens_at="opens_at",
        closes_at="closes_at",
        valid_from="valid_from",
        valid_until="valid_until",
        exceptions=exceptions,
        **{name: F(name) for name in _TIMES},
    )
    return ArraySubquery(rows.values(said=said))


def _places(service: Service) -> list[ServiceAtLocation]:
    rows = service.places.select_related("location", "location__district")
    return list(rows.defer("location__district__geometry").order_by("place"))


def _hours(parts: dict[str, Any], at: UUID | None) -> tuple[ScheduleData, ...]:
    """Return the hours at one place; None: everywhere."""
    wanted = str(at) if at else None
    return tuple(_schedule(row) for row in parts["schedules"] if row["at"] == wanted)


def _schedule(row: dict[str, Any]) -> ScheduleData:
    return ScheduleData(
        opens_at=_time(row["opens_at"]),
        closes_at=_time(row["closes_at"]),
        valid_from=_date(row["valid_from"]),
        valid_until=_date(row["valid_until"]),
        exceptions=tuple(
            DayOff(
                date.fromisoformat(off["day"]),
                _time(off["opens_at"]),
                _time(off["closes_at"]),
                off["reason"],
            )
            for off in row["exceptions"]
        ),
        **{name: row[name] for name in _TIMES},
    )


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
