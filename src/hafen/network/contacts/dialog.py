"""The one dialog in which a contact is recorded, for this room and those above."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict

from hafen.core.accounts.models import User
from hafen.core.places import queries as places
from hafen.network.contacts import queries, words
from hafen.network.contacts.forms import ContactForm
from hafen.network.contacts.models import Channel
from hafen.network.organisations import queries as organisations


def contact_form(
    user: User,
    /,
    data: QueryDict | None,
    today: date,
    *,
    initial: dict[str, Any],
    kind: type[ContactForm] = ContactForm,
    **options: Any,
) -> ContactForm:
    """Return the dialog with what this person may choose from.

    :param kind: a form that asks for more
    :param options: what it needs besides
    """
    organisation = key_of(initial.get("organisation"))
    people = organisations.contact_persons_visible_to(user)
    people = people.filter(organisation=organisation) if organisation else people.none()
    actors = organisations.organisations_visible_to(user).present().sorted()
    return kind(
        data,
        initial=initial,
        known=words.words(today),
        languages=words.language_choices(today),
        rows={
            "site": places.sites_visible_to(user).in_order(),
            "organisation": actors,
            "contact_person": people,
            "task": queries.tasks_of(user.municipality_id),
        },
        today=today,
        **options,
    )


def usual(user: User, today: date) -> dict[str, Any]:
    """Return what most contacts begin with: today, in person, at one's own site."""
    return in_person(today, queries.site_of(user, today=today))


def in_person(day: date, site: UUID | None) -> dict[str, Any]:
    return {"held_on": day, "channel": Channel.PERSONAL, "site": site, "whom": "b"}


def key_of(value: Any) -> UUID | None:
    """Return the key of a row, or what somebody wrote into an address."""
    try:
        return UUID(str(getattr(value, "pk", value)))
    except ValueError:
        return None
