"""Whom to ask: those with whom there was contact in a period."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hafen.core.accounts.models import User
from hafen.network.contacts.queries import (
    ContactFilter,
    contacts_visible_to,
    filtered,
)
from hafen.network.organisations.models import ContactPerson
from hafen.network.organisations.queries import contact_persons_visible_to
from hafen.voice.surveys.models import Invitation, Wave


@dataclass(frozen=True)
class Standing:
    """How far the invitations of a round are."""

    invited: int
    used: int
    reminded: int

    @property
    def silent(self) -> int:
        return self.invited - self.used


def people_met(user: User, *, first: date, last: date) -> QuerySet[ContactPerson]:
    """Return the contact persons with whom there was contact, each once."""
    contacts = filtered(
        contacts_visible_to(user), ContactFilter(first=first, last=last)
    )
    people = contact_persons_visible_to(user).select_related("organisation")
    return people.filter(Exists(contacts.filter(contact_person=OuterRef("pk"))))


def standing_of(wave: Wave) -> Standing:
    """Return counts alone: who has answered is shown to nobody."""
    counted = Invitation.objects.filter(wave=wave).aggregate(
        invited=Count("pk"),
        used=Count("pk", filter=Q(is_used=True)),
        reminded=Count("pk", filter=Q(reminders__gt=0)),
    )
    return Standing(**counted)
