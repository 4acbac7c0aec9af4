"""The walk-in list of a day, who is with whom, and what was talked of before."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from hafen.casework.cases import queries as cases
from hafen.casework.cases.models import Household
from hafen.casework.consultations.models import Visit, Visitor, VisitQuerySet
from hafen.casework.consultations.queries._who import Who
from hafen.casework.consultations.rules import RECEIVE
from hafen.core.accounts.models import TeamSite, User
from hafen.core.accounts.queries import teams_of
from hafen.core.places import queries as places
from hafen.core.places.models import Site

MOST_FOUND = 8


def visits_visible_to(user: User) -> VisitQuerySet:
    if not RECEIVE.held_by(user):
        return Visit.objects.none()
    rows = Visit.objects.filter(municipality=user.municipality_id)
    return rows.select_related(
        "site", "called_by", "wanted__adviser", "appointment__adviser"
    )


def sites_for(user: User, *, today: date) -> list[Site]:
    """Return where people are received, those of one's own teams first."""
    teams = teams_of(user, today).values("pk")
    own = TeamSite.objects.filter(site=OuterRef("pk"), team__in=teams)
    rows = places.sites_visible_to(user).exclude(kind=Site.Kind.ACCOMMODATION)
    return list(rows.order_by(Exists(own).desc(), "sort_key", "pk"))


def _seen(user: User, today: date) -> QuerySet[Household, Any]:
    return cases.households_visible_to(user, today=today).values("pk")


@dataclass(frozen=True)
class Day:
    """The walk-in list of a day at a site, read once.

    :param rows: all numbers of the day
    :param own: the number that somebody called and has not finished, of any day
    """

    rows: list[Visit]
    own: Visit | None

    @property
    def waiting(self) -> list[Visit]:
        return [row for row in self.rows if row.is_waiting]

    @property
    def advised(self) -> int:
        return sum(row.is_called or row.is_done for row in self.rows)

    @property
    def left(self) -> int:
        return len(self.rows) - self.advised - len(self.waiting)

    @property
    def mean_wait(self) -> int | None:
        waits = [row.waited_minutes or 0 for row in self.rows if row.called_at]
        return round(sum(waits) / len(waits)) if waits else None


def day_of(user: User, *, site: Site, day: date) -> Day:
    """Return the list of a day, and what this person has still to finish."""
    own = Q(called_by=user, state=Visit.State.CALLED)
    found = list(_named(user, Q(site=site, day=day) | own, day).order_by("number"))
    mine = [row for row in found if row.is_called and row.called_by_id == user.pk]
    rows = [row for row in found if (row.site_id, row.day) == (site.pk, day)]
    return Day(rows, next(iter(mine), None))


def day_list(user: User, *, site: Site, day: date) -> VisitQuerySet:
    """Return the visits of a day by number, with a name where one may be read."""
    return _named(user, Q(site=site, day=day), day).order_by("number")


def visits_between(
    user: User, *, first: date, last: date, site: Site | None = None, state: str = ""
) -> VisitQuerySet:
    """Return the visits of a period, the newest first."""
    which = Q(day__range=(first, last))
    if site:
        which &= Q(site=site)
    if state:
        which &= Q(state=state)
    return _named(user, which, last).order_by("-day", "-number", "-pk")


def _named(user: User, which: Q, day: date) -> VisitQuerySet:
    who = Visitor.objects.filter(visit=OuterRef("pk"), household__in=_seen(user, day))
    return (
        visits_visible_to(user)
        .filter(which)
        .annotate(
            client_name=Subquery(who.values("client__name")),
            household_name=Subquery(who.values("household__name")),
            client_key=Subquery(who.values("client")),
            household_key=Subquery(who.values("household")),
        )
    )


def visits_with_names(user: User, *, day: date) -> VisitQuerySet:
    """Return all visits, each with a name where one may be read."""
    return _named(user, Q(), day)


def find_people(user: User, words: str, *, today: date) -> list[Who]:
    """Return whom these words name: people, and then their households."""
    seen = cases.clients_visible_to(user, today=today).filter(same_as__isnull=True)
    people = list(cases.likeliest(seen.select_related("household"), words)[:MOST_FOUND])
    homes = {client.household_id: client.household for client in people}
    return [
        *(Who(client.household, client) for client in people),
        *(Who(household) for household in homes.values()),
    ]


def talks_with(user: User, household: Household, *, today: date) -> QuerySet[Visitor]:
    """Return visits and contacts of people of a household, the newest first."""
    came = Q(visit__isnull=False) | Q(contact__isnull=False)
    rows = Visitor.objects.filter(
        came, household=household, household__in=_seen(user, today)
    )
    return rows.select_related(
        "client", "visit__contact__recorded_by", "contact__recorded_by"
    ).order_by("-day", "-id")
