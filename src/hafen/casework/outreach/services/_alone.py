"""Somebody shall go and see a household that nobody accompanies."""

from datetime import date

from django.db import transaction

from hafen.casework.cases.models import Household, Membership
from hafen.casework.outreach.errors import AlreadyEnded, AlreadyPlanned
from hafen.casework.outreach.models import Arrival
from hafen.casework.outreach.services._arrivals import SOON, announce
from hafen.core.accounts.models import User
from hafen.core.db.versions import locked


@transaction.atomic
def plan_contact(*, household: Household, today: date, by: User) -> Arrival:
    """
    Let the team of a household go there, with what finding the people needs.

    :raises AlreadyEnded: when the household has ended
    :raises AlreadyPlanned: when somebody goes there already
    """
    fresh = locked(household, expected=None)
    if not fresh.is_living:
        raise AlreadyEnded
    if Arrival.objects.open().filter(household=fresh).exists():
        raise AlreadyPlanned
    members = Membership.objects.valid(today).filter(
        household=fresh, client__same_as__isnull=True
    )
    people = [row.client for row in members.select_related("client")]
    spoken = dict.fromkeys(tag for each in people for tag in each.languages)
    facts = {
        "kind": Arrival.Kind.LISTED,
        "name": fresh.name,
        "persons": max(len(people), 1),
        "languages": list(spoken),
        "address": fresh.address,
        "district": fresh.district,
        "on": today,
        "due_on": today + SOON,
    }
    return announce(
        municipality=fresh.municipality,
        facts=facts,
        team=fresh.team,
        household=fresh,
        today=today,
        by=by,
    )
