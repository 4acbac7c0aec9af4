"""What the portal shows: frozen, in the reader's language, flagged where it is not."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from hafen.core.db.names import short_id_in
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.models import Term, Vocabulary
from hafen.core.translation.texts import Text, texts_in, with_texts
from hafen.information.directory.models import (
    Condition,
    Location,
    Service,
    ServiceAtLocation,
    ServiceLanguage,
    ServiceOpening,
    ServiceQuerySet,
    ServiceTargetGroup,
    ServiceTopic,
)
from hafen.information.directory.queries._around import within_reach
from hafen.information.directory.queries._hours import (
    HoursLine,
    hours_lines,
    open_states,
    state_of,
)
from hafen.information.directory.queries._joining import joinable
from hafen.information.directory.queries._persons import public_persons
from hafen.information.directory.queries._said import data_of
from hafen.information.directory.queries._shown import (
    EVERYTHING,
    Card,
    Contact,
    Entry,
    PublicFilter,
    Where,
)
from hafen.information.directory.schedules import OpenState
from hafen.information.directory.shapes import ServiceData


def published_services(
    municipality: Municipality,
    chosen: PublicFilter = EVERYTHING,
    *,
    now: datetime,
) -> ServiceQuerySet:
    """Return the services that the public may see, in order; page them, then
    make `cards` of the page.
    """
    found = (
        Service.objects.filter(municipality=municipality)
        .public(timezone.localdate(now))
        .sorted()
    )
    found = _about(found, chosen)
    found = _for_whom(found, chosen)
    if chosen.districts:
        found = _local_first(found, chosen.districts)
    if chosen.open_now:
        found = found.filter(open_at(now))
    if chosen.weekday is not None:
        found = found.filter(open_on(chosen.weekday, now))
    return within_reach(found, chosen.around) if chosen.around else found


def _about(found: ServiceQuerySet, chosen: PublicFilter) -> ServiceQuerySet:
    if chosen.topic:
        found = found.filter(_has(ServiceTopic, Vocabulary.NEEDS, chosen.topic))
    if chosen.organisation:
        found = found.filter(organisation=chosen.organisation)
    return found.filter(is_free=True) if chosen.is_free else found


def _for_whom(found: ServiceQuerySet, chosen: PublicFilter) -> ServiceQuerySet:
    if chosen.target_group:
        found = found.filter(
            _has(ServiceTargetGroup, Vocabulary.TARGET_GROUPS, chosen.target_group)
        )
    if chosen.language:
        spoken = ServiceLanguage.objects.filter(language__tag=chosen.language)
        found = found.filter(Exists(spoken.filter(service=OuterRef("pk"))))
    if chosen.age is not None:
        found = found.filter(
            Q(age_from__isnull=True) | Q(age_from__lte=chosen.age),
            Q(age_to__isnull=True) | Q(age_to__gte=chosen.age),
        )
    return found


def _local_first(rows: ServiceQuerySet, districts: Collection[UUID]) -> ServiceQuerySet:
    """Keep what is offered in the districts, and after it what is for all of them."""
    return (
        rows.annotate(is_local=in_districts(districts))
        .filter(Q(is_local=True) | Q(is_city_wide=True))
        .order_by("-is_local", "sort_key", "id")
    )


def _has(model: Any, vocabulary: str, code: str) -> Exists:
    terms = terms_below(vocabulary, code)
    return Exists(model.objects.filter(service=OuterRef("pk"), term__in=terms))


def terms_below(vocabulary: str, code: str) -> QuerySet[Term]:
    """Return a term and all below it, for a condition; none for an unknown code."""
    below = Q(code=code) | Q(code__startswith=f"{code}.")
    return Term.objects.filter(below, vocabulary__code=vocabulary).order_by()


def in_districts(districts: Collection[UUID]) -> Exists:
    """Return the condition that a service is offered in one of the districts."""
    return Exists(
        ServiceAtLocation.objects.filter(
            service=OuterRef("pk"), location__district__in=districts
        )
    )


def open_at(now: datetime) -> Exists:
    """Return the condition that a service is open at the instant."""
    return Exists(
        ServiceOpening.objects.filter(
            service=OuterRef("pk"), starts_at__lte=now, ends_at__gt=now
        )
    )


def open_on(weekday: int, now: datetime) -> Exists:
    """Return the condition that a service opens on a weekday of the next weeks."""
    return Exists(
        ServiceOpening.objects.filter(
            service=OuterRef("pk"), ends_at__gt=now, starts_at__iso_week_day=weekday
        )
    )


def cards(
    services: ServiceQuerySet | Sequence[UUID],
    municipality: Municipality,
    *,
    language: str,
    now: datetime,
) -> list[Card]:
    """Return the cards of a page, in its order, in a fixed number of queries.

    :param services: a sliced queryset, or keys (such as hits of the search);
        keys of what is not public are left out
    """
    if isinstance(services, ServiceQuerySet):
        keys = list(services.values_list("pk", flat=True))
    else:
        keys = list(services)
    rows = Service.objects.filter(pk__in=keys, municipality=municipality)
    found = {
        row.pk: row for row in _loaded(rows.public(timezone.localdate(now)), language)
    }
    states = open_states(municipality, list(found), now=now)
    return [
        _card(found[key], texts_in(found[key], language), states.get(key))
        for key in keys
        if key in found
    ]


def _loaded(rows: ServiceQuerySet, language: str) -> Iterable[Service]:
    places = ServiceAtLocation.objects.order_by("place").select_related(
        "location", "location__district"
    )
    places = places.defer("location__district__geometry")
    topics = ServiceTopic.objects.order_by("place").select_related("term")
    spoken = ServiceLanguage.objects.order_by("place")
    return with_texts(rows.select_related("organisation"), language).prefetch_related(
        Prefetch("places", places, to_attr="loaded_places"),
        Prefetch("topics", topics, to_attr="loaded_topics"),
        Prefetch("languages", spoken, to_attr="loaded_languages"),
    )


def _card(row: Any, texts: dict[str, Text], state: OpenState | None) -> Card:
    return Card(
        id=row.pk,
        address=row.address,
        name=texts["name"],
        summary=texts["summary"],
        alert=texts["alert"],
        organisation=row.organisation.name,
        topics=tuple(topic.term.code for topic in row.loaded_topics),
        languages=tuple(spoken.language_id for spoken in row.loaded_languages),
        where=tuple(_where(at.location, at.note) for at in row.loaded_places),
        is_free=row.is_free,
        state=state,
        last_checked_on=row.last_checked_on,
    )


def _where(location: Location, note: str, hours: tuple[HoursLine, ...] = ()) -> Where:
    return Where(
        location=location.pk,
        name=location.name,
        street=location.street_line,
        town=location.town_line,
        addition=location.addition,
        note=note,
        district=location.district.name if location.district else "",
        district_id=location.district_id,
        latitude=location.latitude,
        longitude=location.longitude,
        transport=location.transport,
        access_features=tuple(location.access_features),
        hours=hours,
    )


def published_service(
    municipality: Municipality, address: str, *, now: datetime
) -> Service | None:
    """Return the service of a public address, by its short id alone.

    The page redirects when the slug before it is an old one.
    """
    return (
        published_services(municipality, now=now)
        .filter(short_id=short_id_in(address))
        .select_related("organisation")
        .first()
    )


def entry(
    service: Service, municipality: Municipality, *, language: str, now: datetime
) -> Entry:
    """Return all that the page of a service shows; also for a draft's preview."""
    today = timezone.localdate(now)
    (row,) = with_texts(
        Service.objects.filter(pk=service.pk).select_related("organisation"), language
    )
    data = data_of(row)
    texts = texts_in(row, language)
    where = tuple(
        _where(at.location, at.note, _lines(at.schedules, today))
        for at in data["places"]
    )
    organisation = row.organisation
    open_now = joinable(municipality, [row], now=now) if row.is_booked else {}
    return Entry(
        card=_said_card(row, data, texts, where, _state(municipality, data, now)),
        texts=texts,
        organisation_address=organisation.address,
        organisation_website=organisation.website,
        organisation_is_public=organisation.is_published,
        website=row.website,
        phones=tuple(Contact(p.number, p.label, p.extension) for p in data["phones"]),
        emails=tuple(Contact(mail.address, mail.label) for mail in data["emails"]),
        persons=public_persons(row),
        languages=tuple(data["languages"]),
        target_groups=tuple(data["target_groups"]),
        costs=tuple(data["cost_options"]),
        documents=tuple(data["required_documents"]),
        age_from=row.age_from,
        age_to=row.age_to,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        hours=_lines(data["schedules"], today),
        updated_at=row.updated_at,
        keywords=tuple(row.keywords),
        level=_level(data),
        places_total=row.places_total,
        places_free=row.places_free,
        places_at=row.places_at,
        joining=open_now.get(row.pk),
    )


def _level(data: ServiceData) -> str:
    found = (each for each in data["conditions"] if each.kind == Condition.Kind.LEVEL)
    return next((each.values[0] for each in found), "")


def _lines(schedules: Any, today: date) -> tuple[HoursLine, ...]:
    return tuple(hours_lines(schedules, today=today))


def _said_card(
    row: Service,
    data: ServiceData,
    texts: dict[str, Text],
    where: tuple[Where, ...],
    state: OpenState | None,
) -> Card:
    return Card(
        id=row.pk,
        address=row.address,
        name=texts["name"],
        summary=texts["summary"],
        alert=texts["alert"],
        organisation=row.organisation.name,
        topics=tuple(data["topics"]),
        languages=tuple(spoken.tag for spoken in data["languages"]),
        where=where,
        is_free=row.is_free,
        state=state,
        last_checked_on=row.last_checked_on,
    )


def _state(
    municipality: Municipality, data: ServiceData, now: datetime
) -> OpenState | None:
    """Return whether it is open anywhere; None where it has no hours."""
    every = [each for at in data["places"] for each in at.schedules]
    rules = [each.rule() for each in (*every, *data["schedules"])]
    if not any(rule.hours for rule in rules):
        return None
    return state_of(municipality, rules, now=now)


def topic_counts(municipality: Municipality, *, now: datetime) -> Counter[str]:
    """Return how many public services each topic has, a domain with its sub-topics."""
    public = published_services(municipality, now=now).order_by()
    rows = ServiceTopic.objects.filter(
        Exists(public.filter(pk=OuterRef("service")))
    ).values_list("service_id", "term__code")
    services: defaultdict[str, set[UUID]] = defaultdict(set)
    for service, code in rows:
        services[code].add(service)
        services[code.partition(".")[0]].add(service)
    return Counter({code: len(found) for code, found in services.items()})


def languages_offered(municipality: Municipality, *, now: datetime) -> list[str]:
    """Return the tags of the languages that any public service is given in."""
    public = published_services(municipality, now=now).order_by()
    return list(
        ServiceLanguage.objects.filter(Exists(public.filter(pk=OuterRef("service"))))
        .values_list("language__tag", flat=True)
        .distinct()
        .order_by("language__tag")
    )
