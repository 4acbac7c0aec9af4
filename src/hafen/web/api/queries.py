"""What the API may answer: published entries of published municipalities."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Avg,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import ASin, Cos, Power, Radians, Sin, Sqrt

from hafen.core.db.names import spellings
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.models import Term, Vocabulary, valid_on
from hafen.information.directory.models import (
    Location,
    Service,
    ServiceAtLocation,
    ServiceQuerySet,
    ServiceTargetGroup,
    ServiceTopic,
    ServiceTranslation,
)
from hafen.mechanisms.search.queries import keys_matching
from hafen.network.organisations.models import Organisation, OrganisationTranslation

_EARTH = 6_371_000.0


@dataclass(frozen=True)
class Wanted:
    """What somebody asks a list for; conditions add up.

    :param proximity: metres around the middle of the postcode's places
    """

    search: str = ""
    term: UUID | None = None
    vocabulary: UUID | None = None
    organisation: UUID | None = None
    modified_after: datetime | None = None
    postcode: str = ""
    proximity: float | None = None
    parent: UUID | None = None
    top_only: bool = False
    minimum_age: int | None = None
    maximum_age: int | None = None


def services(here: Municipality | None, wanted: Wanted, today: date) -> ServiceQuerySet:
    """Return the public services of a town, or of all towns, in order."""
    found: ServiceQuerySet = _published(Service.objects.public(today), here)
    if wanted.search:
        language = here.default_language if here else "de"
        keys = keys_matching(
            wanted.search, kind="service", language=language, municipality=here
        )
        found = found.filter(pk__in=keys)
    if wanted.term or wanted.vocabulary:
        found = found.filter(_about(wanted, "pk"))
    if wanted.organisation:
        found = found.filter(_keyed("organisation", wanted.organisation))
    if wanted.modified_after:
        found = found.filter(_service_since(wanted.modified_after, ""))
    if wanted.minimum_age is not None:
        age = Q(age_to__isnull=True) | Q(age_to__gte=wanted.minimum_age)
        found = found.filter(age)
    if wanted.maximum_age is not None:
        age = Q(age_from__isnull=True) | Q(age_from__lte=wanted.maximum_age)
        found = found.filter(age)
    return found.sorted()


def organisations(
    here: Municipality | None, wanted: Wanted
) -> QuerySet[Organisation, Organisation]:
    """Return the published organisations in order."""
    found: QuerySet[Organisation, Organisation] = _published(
        Organisation.objects.published(), here
    )
    named = Q()
    for words in spellings(wanted.search):
        named |= Q(sort_key__contains=words)
    if wanted.search:
        named |= Q(description__icontains=wanted.search)
    if wanted.modified_after:
        since = wanted.modified_after
        texts = OrganisationTranslation.objects.filter(
            organisation=OuterRef("pk"), updated_at__gte=since
        )
        found = found.filter(Q(updated_at__gte=since) | Exists(texts))
    return found.filter(named).order_by("sort_key", "id")


def places(
    here: Municipality | None, wanted: Wanted, today: date
) -> QuerySet[ServiceAtLocation, ServiceAtLocation]:
    """Return where public services are offered."""
    offered = services(here, Wanted(search=wanted.search), today).order_by()
    found = ServiceAtLocation.objects.filter(service__in=offered)
    if wanted.term or wanted.vocabulary:
        found = found.filter(_about(wanted, "service"))
    if wanted.organisation:
        found = found.filter(_keyed("service__organisation", wanted.organisation))
    if wanted.modified_after:
        since = wanted.modified_after
        changed = _service_since(since, "service__")
        changed |= Q(updated_at__gte=since) | Q(location__updated_at__gte=since)
        found = found.filter(changed)
    if wanted.postcode:
        found = _around(found, wanted)
    return found.order_by("service__sort_key", "service", "place", "id")


def vocabularies(wanted: Wanted, today: date) -> QuerySet[Vocabulary, Vocabulary]:
    found = Vocabulary.objects.filter(valid_on(today)).order_by("code")
    if wanted.search:
        found = found.filter(
            Q(code__icontains=wanted.search) | Q(name__icontains=wanted.search)
        )
    return found


def terms(wanted: Wanted, today: date) -> QuerySet[Term, Term]:
    """Return the terms of today, each with its vocabulary."""
    found = Term.objects.filter(valid_on(today)).select_related("vocabulary")
    if wanted.vocabulary:
        found = found.filter(vocabulary=wanted.vocabulary)
    if wanted.parent:
        found = found.filter(parent=wanted.parent)
    if wanted.top_only:
        found = found.filter(parent__isnull=True)
    if wanted.search:
        named = Q(labels__name__icontains=wanted.search)
        keys = Term.objects.filter(named | Q(code__icontains=wanted.search))
        found = found.filter(pk__in=keys.values("pk"))
    return found.order_by("vocabulary__code", "code", "id")


def keyed(rows: QuerySet[Any, Any], key: UUID) -> QuerySet[Any, Any]:
    """Keep the row with this key: our own, or that of its source."""
    return rows.filter(_keyed("", key))


def _keyed(path: str, key: UUID) -> Q:
    """Return the condition that a row has this key, the source's before ours."""
    beyond = f"{path}__" if path else ""
    return Q(**{f"{beyond}standard__source_id": str(key)}) | Q(**{path or "pk": key})


def _published(rows: Any, here: Municipality | None) -> Any:
    if here is not None:
        return rows.filter(municipality=here)
    return rows.filter(municipality__is_published=True)


def _about(wanted: Wanted, path: str) -> Q:
    condition = Q()
    if wanted.term:
        condition &= Q(term=wanted.term)
    if wanted.vocabulary:
        condition &= Q(term__vocabulary=wanted.vocabulary)
    models: tuple[type[Model], ...] = (ServiceTopic, ServiceTargetGroup)
    found = Q()
    for model in models:
        links = model._default_manager.filter(condition, service=OuterRef(path))
        found |= Q(Exists(links))
    return found


def _service_since(since: datetime, path: str) -> Q:
    """Return the condition that anything a service says has changed since."""
    owner = OuterRef("service" if path else "pk")
    texts = ServiceTranslation.objects.filter(service=owner, updated_at__gte=since)
    at = ServiceAtLocation.objects.filter(service=owner)
    moved = at.filter(Q(updated_at__gte=since) | Q(location__updated_at__gte=since))
    return (
        Q(**{f"{path}updated_at__gte": since})
        | Q(**{f"{path}organisation__updated_at__gte": since})
        | Exists(texts)
        | Exists(moved)
    )


def _around(
    rows: QuerySet[ServiceAtLocation, ServiceAtLocation], wanted: Wanted
) -> QuerySet[ServiceAtLocation, ServiceAtLocation]:
    """Keep what lies in the postcode, or within metres of its middle.

    The middle is that of the known places with this postcode.
    """
    if wanted.proximity is None:
        return rows.filter(location__postal_code=wanted.postcode)
    known = Location.objects.filter(postal_code=wanted.postcode)
    middle = known.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
    if middle["latitude"] is None:
        return rows.none()
    distance = _distance(middle["latitude"], middle["longitude"])
    return rows.annotate(distance=distance).filter(distance__lte=wanted.proximity)


def _distance(latitude: float, longitude: float) -> "ExpressionWrapper[Any]":
    """Return the metres from a point over the globe (haversine)."""
    here = Radians(Value(latitude, FloatField()))
    there = Radians(F("location__latitude"))
    north = Sin((there - here) / 2.0)
    east = Sin(
        (Radians(F("location__longitude")) - Radians(Value(longitude, FloatField())))
        / 2.0
    )
    part = Power(north, 2.0) + Cos(here) * Cos(there) * Power(east, 2.0)
    return ExpressionWrapper(
        ASin(Sqrt(part)) * (2.0 * _EARTH), output_field=FloatField()
    )
