"""The lists that belong to a service: replaced where they differ, else untouched."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from hafen.core.taxonomy.models import Language, Term, Vocabulary
from hafen.information.directory.models import (
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
from hafen.information.directory.services._errors import UnknownLanguage, UnknownTerm
from hafen.information.directory.shapes import (
    OfferedLanguage,
    Place,
    ScheduleData,
    ServiceData,
    said,
)

Values = tuple[Any, ...]

# Part: its table, and its columns in the order of the dataclass.
_PLAIN: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "phones": (ServicePhone, ("number", "extension", "label")),
    "emails": (ServiceEmail, ("address", "label")),
    "cost_options": (CostOption, ("amount", "option")),
    "required_documents": (RequiredDocument, ("name", "website")),
    "conditions": (Condition, ("kind", "values")),
}
_TERMS: dict[str, tuple[type[models.Model], str]] = {
    "topics": (ServiceTopic, Vocabulary.NEEDS),
    "target_groups": (ServiceTargetGroup, Vocabulary.TARGET_GROUPS),
}
_TIMES = (
    "rrule",
    "opens_at",
    "closes_at",
    "zone",
    "valid_from",
    "valid_until",
    "closed_on_holidays",
    "note",
)
PARTS = frozenset({*_PLAIN, *_TERMS, "languages", "places", "schedules"})


def set_parts(service: Service, data: ServiceData) -> frozenset[str]:
    """
    Bring the lists that the data names to their wanted state.

    :return: the names of the lists that changed
    :raises UnknownTerm: when a topic or target group is none of the taxonomy
    :raises UnknownLanguage: when a language is none of the list
    """
    wanted: dict[str, Any] = dict(data)
    changed = {
        name
        for name, (model, columns) in _PLAIN.items()
        if name in wanted
        and _replace(service, model, columns, _rows(wanted[name], columns))
    }
    for name, (model, vocabulary) in _TERMS.items():
        if name in wanted:
            terms = _terms(vocabulary, wanted[name])
            if _replace(service, model, ("term_id",), [(term,) for term in terms]):
                changed.add(name)
    if "languages" in wanted and _set_languages(service, data["languages"]):
        changed.add("languages")
    if "places" in wanted and _set_places(service, data["places"]):
        changed.add("places")
    if "schedules" in wanted and _set_schedules(service, None, data["schedules"]):
        changed.add("schedules")
    return frozenset(changed)


def _rows(items: Iterable[Any], columns: Sequence[str]) -> list[Values]:
    return [tuple(getattr(item, column) for column in columns) for item in items]


def _replace(
    service: Service,
    model: type[models.Model],
    columns: Sequence[str],
    wanted: list[Values],
) -> bool:
    rows = model._default_manager.filter(service=service)
    if list(rows.order_by("place").values_list(*columns)) == wanted:
        return False
    rows.delete()
    model._default_manager.bulk_create(
        model(
            municipality_id=service.municipality_id,
            service=service,
            place=place,
            **dict(zip(columns, values, strict=True)),
        )
        for place, values in enumerate(wanted)
    )
    return True


def _terms(vocabulary: str, codes: Iterable[str]) -> list[Any]:
    wanted = list(dict.fromkeys(codes))
    found = dict(
        Term.objects.filter(vocabulary__code=vocabulary, code__in=wanted).values_list(
            "code", "pk"
        )
    )
    if unknown := set(wanted) - set(found):
        raise UnknownTerm(unknown)
    return [found[code] for code in wanted]


def _set_languages(service: Service, wanted: Sequence[OfferedLanguage]) -> bool:
    tags = {language.tag for language in wanted}
    known = Language.objects.filter(tag__in=tags).values_list("tag", flat=True)
    if unknown := tags - set(known):
        raise UnknownLanguage(unknown)
    rows = [(language.tag, language.note) for language in wanted]
    return _replace(service, ServiceLanguage, ("language_id", "note"), rows)


def _set_places(service: Service, wanted: Sequence[Place]) -> bool:
    """Bring the places to their state; one that stays keeps its row and hours."""
    present = {row.location_id: row for row in service.places.all()}
    by_location = {place.location.pk: place for place in wanted}
    gone = [row.pk for key, row in present.items() if key not in by_location]
    changed = bool(gone)
    if gone:
        ServiceAtLocation.objects.filter(pk__in=gone).delete()

    for number, (key, place) in enumerate(by_location.items()):
        row = present.get(key)
        if row is None:
            row = ServiceAtLocation.objects.create(
                municipality_id=service.municipality_id,
                service=service,
                location=place.location,
                note=place.note,
                place=number,
            )
            changed = True
        elif (row.note, row.place) != (place.note, number):
            row.note, row.place = place.note, number
            row.save()
            changed = True
        changed = _set_schedules(service, row, place.schedules) or changed
    return changed


def _set_schedules(
    service: Service, at: ServiceAtLocation | None, wanted: Sequence[ScheduleData]
) -> bool:
    rows = Schedule.objects.filter(service=service, at=at)
    if said(rows.prefetch_related("exceptions")) == list(wanted):
        return False
    rows.delete()
    for number, schedule in enumerate(wanted):
        row = Schedule.objects.create(
            municipality_id=service.municipality_id,
            service=service,
            at=at,
            place=number,
            **{name: getattr(schedule, name) for name in _TIMES},
        )
        ScheduleException.objects.bulk_create(
            ScheduleException(
                municipality_id=service.municipality_id,
                schedule=row,
                day=off.day,
                opens_at=off.opens_at,
                closes_at=off.closes_at,
                reason=off.reason,
            )
            for off in schedule.exceptions
        )
    return True
