from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from hafen.core.accounts.models import User
from hafen.core.db.names import spellings
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.translation.models import Translation
from hafen.information.directory.models import (
    Location,
    Service,
    ServiceAtLocation,
    ServiceLanguage,
    ServiceQuerySet,
    ServiceTopic,
    ServiceTranslation,
)
from hafen.information.directory.queries._public import in_districts, terms_below
from hafen.information.directory.rules import (
    EDIT_EVERY_SERVICE,
    EDIT_SERVICE,
    VIEW_SERVICE,
)
from hafen.network.organisations.queries import is_of_the_house, own_organisations

# A translation in one of these needs nobody's work.
DONE = (Translation.State.MACHINE, Translation.State.CHECKED)

SORTS = {
    "name": ("sort_key", "id"),
    "organisation": ("organisation__sort_key", "sort_key", "id"),
    "changed": ("-updated_at", "id"),
    "check": ("next_check_on", "sort_key", "id"),
}


@dataclass(frozen=True)
class StaffFilter:
    """What the list at the desk shows; empty means everything but the archive.

    :param untranslated: tag of a language in which the text is missing or
        outdated; "any" for any language of the portal
    """

    words: str = ""
    state: str = ""
    topic: str = ""
    language: str = ""
    districts: frozenset[UUID] = frozenset()
    organisation: UUID | None = None
    overdue: bool = False
    untranslated: str = ""


def own_only(user: User) -> bool:
    """Return whether somebody sees drafts of their own organisations only."""
    return not is_of_the_house(user)


def services_visible_to(user: User) -> ServiceQuerySet:
    """Return all of them for the house; for an organisation's editor the
    published ones and those of their organisations.
    """
    if not VIEW_SERVICE.held_by(user):
        return Service.objects.none()
    here = Service.objects.filter(municipality=user.municipality_id)
    if is_of_the_house(user):
        return here
    return here.filter(Q(state=Service.State.PUBLISHED) | _own(user))


def services_editable_by(user: User) -> ServiceQuerySet:
    """Return what a user may change at once; an organisation's editor: their own,
    and only while the public does not read it.
    """
    here = services_owned_by(user)
    if EDIT_EVERY_SERVICE.held_by(user):
        return here
    return here.filter(state__in=[Service.State.DRAFT, Service.State.REVIEW])


def services_owned_by(user: User) -> ServiceQuerySet:
    """Return what a user looks after; an organisation's editor: their own only.

    Of what is public they may propose changes, and say how many places are free.
    """
    if not EDIT_SERVICE.held_by(user):
        return Service.objects.none()
    here = services_visible_to(user)
    return here if EDIT_EVERY_SERVICE.held_by(user) else here.filter(_own(user))


def _own(user: User) -> Exists:
    editors = own_organisations(user)
    return Exists(editors.filter(organisation=OuterRef("organisation")))


def locations_visible_to(user: User) -> QuerySet[Location]:
    """Return the places of the town, with how many services each has."""
    if not VIEW_SERVICE.held_by(user):
        return Location.objects.none()
    return (
        Location.objects.filter(municipality=user.municipality_id)
        .annotate(service_count=Count("services"))
        .order_by("city", "street", "house_number", "name", "id")
    )


def filtered(
    services: ServiceQuerySet, chosen: StaffFilter, *, languages: list[str], today: date
) -> ServiceQuerySet:
    """Keep what the filter asks for.

    :param languages: of the portal, for "any translation is missing"
    """
    found = _by_state(services, chosen, today)
    named = Q()
    for words in spellings(chosen.words):
        named |= Q(sort_key__contains=words)
        named |= Q(organisation__sort_key__contains=words)
    found = found.filter(named)
    if chosen.topic:
        terms = terms_below(Vocabulary.NEEDS, chosen.topic)
        topics = ServiceTopic.objects.filter(service=OuterRef("pk"), term__in=terms)
        found = found.filter(Exists(topics))
    if chosen.language:
        spoken = ServiceLanguage.objects.filter(
            service=OuterRef("pk"), language__tag=chosen.language
        )
        found = found.filter(Exists(spoken))
    if chosen.districts:
        found = found.filter(in_districts(chosen.districts))
    if chosen.organisation:
        found = found.filter(organisation=chosen.organisation)
    if chosen.untranslated:
        found = _untranslated(found, chosen.untranslated, languages)
    return found


def _by_state(
    services: ServiceQuerySet, chosen: StaffFilter, today: date
) -> ServiceQuerySet:
    found = services.filter(state=chosen.state) if chosen.state else services.present()
    return found.overdue(today) if chosen.overdue else found


def _untranslated(
    services: ServiceQuerySet, language: str, languages: list[str]
) -> ServiceQuerySet:
    done = ServiceTranslation.objects.filter(service=OuterRef("pk"), state__in=DONE)
    if language != "any":
        return services.exclude(source_language=language).exclude(
            Exists(done.filter(language=language))
        )
    return services.annotate(done_count=_count(done, languages)).filter(
        done_count__lt=len(languages) - 1
    )


def with_list_columns(
    services: ServiceQuerySet, *, languages: list[str]
) -> ServiceQuerySet:
    """Load what a line of the list shows: organisation, places, and in
    how many languages of the portal the text is done.
    """
    done = ServiceTranslation.objects.filter(service=OuterRef("pk"), state__in=DONE)
    places = ServiceAtLocation.objects.order_by("place").select_related(
        "location", "location__district"
    )
    places = places.defer("location__district__geometry")
    return (
        services.select_related("organisation")
        .annotate(done_count=_count(done, languages))
        .prefetch_related(Prefetch("places", places, to_attr="loaded_places"))
    )


def _count(
    translations: QuerySet[ServiceTranslation], languages: list[str]
) -> Coalesce:
    counted = (
        translations.filter(language__in=languages)
        .exclude(language=OuterRef("source_language"))
        .order_by()
        .values("service")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
