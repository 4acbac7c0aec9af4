from django.db.models import QuerySet

from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.information.directory.models import Service, ServicePerson
from hafen.information.directory.queries._shown import NamedPerson
from hafen.network.organisations.models import ContactPerson
from hafen.network.organisations.queries import contact_persons_visible_to


def public_persons(service: Service) -> tuple[NamedPerson, ...]:
    """Return who agreed to stand on the page of an offer.

    Where all questions go to one person, that one alone.

    A public page has no context of its own, and these rows are personal.
    """
    with acting(Context(municipality=service.municipality_id)):
        rows = (
            ServicePerson.objects.filter(service=service, agreed_on__isnull=False)
            .select_related("person")
            .order_by("-is_single", "person__name", "id")
        )
        found = list(rows)
        if found and found[0].is_single:
            found = found[:1]
        return tuple(
            NamedPerson(
                name=row.person.name,
                position=row.person.position,
                phone=row.person.phone,
                email=row.person.email,
            )
            for row in found
        )


def persons_of(service: Service, user: User) -> QuerySet[ServicePerson]:
    """Return the people at an offer, as far as the user may see people."""
    return (
        ServicePerson.objects.filter(
            service=service, person__in=contact_persons_visible_to(user).order_by()
        )
        .select_related("person")
        .order_by("person__name", "id")
    )


def persons_to_name(service: Service, user: User) -> QuerySet[ContactPerson]:
    """Return whom one may name at an offer: people of its organisation."""
    people = contact_persons_visible_to(user)
    return people.filter(organisation=service.organisation_id)
