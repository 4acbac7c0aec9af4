from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hafen.core.accounts.models import User
from hafen.core.db.names import short_id_in, spellings
from hafen.core.places.features import is_on
from hafen.core.places.models import Municipality
from hafen.network.organisations.models import (
    ContactPerson,
    Organisation,
    OrganisationEditor,
    OrganisationQuerySet,
)
from hafen.network.organisations.registries import (
    Usage,
    page_actions,
    usage_sources,
)
from hafen.network.organisations.rules import (
    EDIT_EVERY_ORGANISATION,
    EDIT_ORGANISATION,
    VIEW_CONTACT_PERSON,
    VIEW_ORGANISATION,
)

USAGES_SHOWN = 20
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
    return ContactPerson.objects.filter(
        organisation__in=organisations_visible_to(user)
    ).order_by("name", "id")


def published_organisations(municipality: Municipality) -> OrganisationQuerySet:
    """Return what the public may read, in order."""
    return Organisation.objects.filter(municipality=municipality).published().sorted()


def published_organisation(
    municipality: Municipality, address: str
) -> Organisation | None:
    """Return the organisation of a public address, by its short id alone.

    The page redirects when the slug before it is an old one.
    """
    return (
        published_organisations(municipality)
        .filter(short_id=short_id_in(address))
        .first()
    )


def search_names(rows: OrganisationQuerySet, words: str) -> OrganisationQuerySet:
    """Keep those whose name holds the words, whatever accents they have."""
    found = Q()
    for spelling in spellings(words):
        found |= Q(sort_key__contains=spelling)
    return rows.filter(found)


def filtered(
    rows: OrganisationQuerySet, *, words: str, kind: str, state: str
) -> OrganisationQuerySet:
    """Keep what the list at the desk asks for; the archive only when named."""
    found = rows.filter(state=state) if state else rows.present()
    if kind:
        found = found.filter(kind=kind)
    return search_names(found, words)


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
