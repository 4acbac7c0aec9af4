"""What runs out of how it stands with somebody, and birthdays that change it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from hafen.casework.cases.models import BenefitMember, Circumstance, Client, Membership
from hafen.casework.cases.queries._visible import clients_visible_to
from hafen.casework.cases.reference import OWN_COMMUNITY, Age, ages, notice_of
from hafen.core.accounts.models import User

_CHILD = Membership.Kind.CHILD


def expiring_visible_to(user: User, *, today: date) -> QuerySet[Circumstance]:
    """Return what holds today and runs out soon, or has run out; the first first."""
    seen = clients_visible_to(user, today=today).filter(
        same_as__isnull=True, household__ended_on__isnull=True
    )
    soon = Q(pk__in=[])
    for kind, days in notice_of(today).items():
        soon |= Q(kind=kind, expires_on__lte=today + timedelta(days=days))
    rows = Circumstance.objects.valid(today).filter(soon, client__in=seen.values("pk"))
    return rows.select_related("client__household").order_by("expires_on", "id")


def turning_visible_to(user: User, *, today: date) -> QuerySet[Client]:
    """Return who comes to an age that changes what holds for them, the eldest first.

    Children stay on the list until they have left the benefit community.
    """
    here = Membership.objects.valid(today).filter(client=OuterRef("pk"))
    held = BenefitMember.objects.filter(client=OuterRef("pk"), valid_until=None)
    is_child = Exists(here.filter(kind=_CHILD)) & Exists(held)
    soon = Q(pk__in=[])
    for age in ages(today):
        last = _born(today + timedelta(days=age.days), age)
        if age.code == OWN_COMMUNITY:
            soon |= Q(born_on__lte=last) & is_child
        else:
            soon |= Q(born_on__lte=last, born_on__gt=_born(today, age))
    seen = clients_visible_to(user, today=today).filter(
        Exists(here), same_as__isnull=True, household__ended_on__isnull=True
    )
    return seen.filter(soon).select_related("household").order_by("born_on", "id")


def _born(day: date, age: Age) -> date:
    """Return when somebody was born who has that birthday on this day."""
    try:
        return day.replace(year=day.year - age.years)
    except ValueError:
        return date(day.year - age.years, 2, 28)


@dataclass(frozen=True)
class Turning:
    """An age that somebody reaches on a day."""

    age: Age
    on: date

    @property
    def leaves(self) -> bool:
        """Return whether a benefit community is left with it."""
        return self.age.code == OWN_COMMUNITY


def turning(client: Client, *, today: date) -> Turning | None:
    """Return the latest age that somebody reaches soon, or has reached."""
    if client.born_on is None:
        return None
    found = [Turning(age, age.birthday(client.born_on)) for age in ages(today)]
    near = [each for each in found if each.on <= today + timedelta(each.age.days)]
    return max(near, key=lambda each: each.on, default=None)
