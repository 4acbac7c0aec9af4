from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.core.db.names import short_id_in, spellings
from hafen.core.places.features import is_on
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import fallback_chain
from hafen.network.organisations.models import (
    ContactPerson,
    Organisation,
    OrganisationDistrict,
    OrganisationEditor,
    OrganisationQuerySet,
    PublicationConsent,
)
from hafen.network.organisations.registries import (
    PublicLink,
    Usage,
    page_actions,
    public_sources,
    usage_sources,
)
from hafen.network.organisations.rules import (
    EDIT_EVERY_ORGANISATION,
    EDIT_ORGANISATION,
    VIEW_CONTACT_PERSON,
    VIEW_ORGANISATION,
)

USAGES_SHOWN = 20
# For lists that name the districts of each organisation: two queries for all.
DISTRICTS = Prefetch(
    "districts",
    OrganisationDistrict.objects.select_related("district").defer("district__geometry"),
)
SORTS = {
    "name": ("sort_key", "id"),
    "changed": ("-updated_at", "id"),
}


def is_of_the_house(user: User) -> bool:
    """Return whether somebody works at a desk, and not for one organisation only."""
    return user.is_staff_now


def own_organisations(user: User) -> QuerySet[OrganisationEditor]:
    """Return the links of a user to the organisations that they look after."""
    return OrganisationEditor.objects.filter(
        user_id=user.pk, municipality=user.municipality_id
    )


def organisations_visible_to(user: User) -> OrganisationQuerySet:
    """Return all of them for the house; for an organisation's editor the
    published ones and their own.
    """
    if not VIEW_ORGANISATION.held_by(user):
        return Organisation.objects.none()
    here = Organisation.objects.filter(municipality=user.municipality_id)
    if is_of_the_house(user):
        return here
    own = own_organisations(user).filter(organisation=OuterRef("pk"))
    return here.filter(Q(state=Organisation.State.PUBLISHED) | Exists(own))


def organisations_editable_by(user: User) -> OrganisationQuerySet:
    """Return what a user may change; an organisation's editor: their own only."""
    if not EDIT_ORGANISATION.held_by(user):
        return Organisation.objects.none()
    here = organisations_visible_to(user)
    if EDIT_EVERY_ORGANISATION.held_by(user):
        return here
    return here.filter(
        Exists(own_organisations(user).filter(organisation=OuterRef("pk")))
    )


def contact_persons_visible_to(user: User) -> QuerySet[ContactPerson]:
    """Return the people of the organisations that the user may see."""
    if not VIEW_CONTACT_PERSON.held_by(user):
        return ContactPerson.objects.none()
    return (
        ContactPerson.objects.filter(
            organisation__in=organisations_visible_to(user), merged_into__isnull=True
        )
        .prefetch_related("consents")
        .order_by("name", "id")
    )


def published_organisations(municipality: Municipality) -> OrganisationQuerySet:
    """Return what the public may read, in order."""
    return Organisation.objects.filter(municipality=municipality).published().sorted()


def published_organisation(
    municipality: Municipality, address: str
) -> Organisation | None:
    """Return the organisation of a public address, by its short id alone.

    The page redirects when the slug before it is an old one, or when the entry
    was joined to another one.
    """
    rows = published_organisations(municipality)
    short_id = short_id_in(address)
    return (
        rows.filter(short_id=short_id).first()
        or rows.filter(absorbed__short_id=short_id).first()
    )


def search_names(rows: OrganisationQuerySet, words: str) -> OrganisationQuerySet:
    """Keep those whose name holds the words, whatever accents they have."""
    found = Q()
    for spelling in spellings(words):
        found |= Q(sort_key__contains=spelling)
    return rows.filter(found)


@dataclass(frozen=True)
class Wanted:
    """Which organisations are meant; what is empty does not narrow.

    :param topics: one of them is enough; a domain with its sub-topics
    :param districts: one of them is enough; a district with those below it
    """

    words: str = ""
    kind: str = ""
    state: str = ""
    workforce: str = ""
    language: str = ""
    topics: tuple[str, ...] = ()
    districts: tuple[UUID, ...] = ()

    @property
    def count(self) -> int:
        return sum(bool(value) for value in vars(self).values())


def filtered(rows: OrganisationQuerySet, wanted: Wanted) -> OrganisationQuerySet:
    """Keep what a list asks for; the archive only when named.

    Who works professionally and voluntarily is found under both.
    """
    found = rows.filter(state=wanted.state) if wanted.state else rows.present()
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.workforce:
        found = found.filter(
            workforce__in={wanted.workforce, Organisation.Workforce.BOTH}
        )
    if wanted.language:
        found = found.filter(languages__contains=[wanted.language])
    if wanted.topics:
        found = found.filter(topics__overlap=list(wanted.topics))
    if wanted.districts:
        here = OrganisationDistrict.objects.filter(
            organisation=OuterRef("pk"), district__in=wanted.districts
        )
        found = found.filter(Exists(here))
    return search_names(found, wanted.words)


def district_names(organisation: Organisation, language: str) -> list[str]:
    """Return the parts of the town in which it works, in order; one query."""
    rows = organisation.districts.select_related("district").defer("district__geometry")
    ordered = sorted(rows, key=lambda row: row.district.sort_key)
    return [row.district.name_in(language) for row in ordered]


def description_in(organisation: Organisation, language: str) -> dict[str, str]:
    """Return what it does in the best language there is, and which that is."""
    texts = {organisation.source_language: organisation.description}
    for row in organisation.translations.all():
        if row.is_readable and row.description:
            texts[row.language] = row.description
    chain = fallback_chain(language, source=organisation.source_language)
    best = next((tag for tag in chain if texts.get(tag)), language)
    return {"description": texts.get(best, ""), "description_language": best}


@dataclass(frozen=True)
class PublicPerson:
    """Somebody who agreed to be named to the public."""

    name: str
    position: str
    phone: str
    email: str


def public_persons(organisation: Organisation) -> list[PublicPerson]:
    """Return who agreed and has not withdrawn.

    A public page has no context of its own, and these rows are personal.
    """
    with acting(Context(municipality=organisation.municipality_id)):
        holds = PublicationConsent.objects.filter(
            person=OuterRef("pk"), withdrawn_on__isnull=True
        )
        rows = ContactPerson.objects.filter(
            organisation=organisation, merged_into__isnull=True
        )
        found = (
            rows.filter(Exists(holds))
            .order_by("name", "id")
            .values_list("name", "position", "phone", "email")
        )
        return [PublicPerson(*row) for row in found]


@dataclass(frozen=True)
class PublicParts:
    """What one room tells the public about an organisation."""

    heading: str
    links: list[PublicLink]


def public_parts(organisation: Organisation, language: str) -> list[PublicParts]:
    """Return what rooms say on an organisation's public page."""
    found = ((p.heading, p.find(organisation, language)) for p in public_sources)
    return [PublicParts(str(heading), links) for heading, links in found if links]


@dataclass(frozen=True)
class Usages:
    """What one room knows of an organisation.

    :param total: may be more than are listed
    """

    heading: str
    listed: list[Usage]
    total: int


def usages(organisation: Organisation, user: User) -> list[Usages]:
    """Return who uses an organisation, room by room; only what the user may see."""
    found = []
    for source in usage_sources:
        listed, total = source.find(organisation, user, USAGES_SHOWN)
        if total:
            found.append(Usages(str(source.heading), listed, total))
    return found


def page_actions_of(organisation: Organisation, user: User) -> list[str]:
    """Return the templates of what the user may do on an organisation's page."""
    return [
        action.template
        for action in page_actions
        if action.permission.held_by(user)
        and (not action.feature or is_on(organisation.municipality, action.feature))
    ]


def descendants(organisation: UUID) -> set[UUID]:
    """Return the organisations below one, itself included; one query per level."""
    found = {organisation}
    level = {organisation}
    while level:
        below = Organisation.objects.filter(parent__in=level)
        level = set(below.values_list("pk", flat=True)) - found
        found |= level
    return found
