"""Reads of contacts: the list, the presence report and the figures."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, Func, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from hafen.core.accounts.models import TeamSite, User
from hafen.core.accounts.queries import teams_of
from hafen.network.contacts.models import (
    GROUPS,
    Contact,
    ContactQuerySet,
    OfficeTask,
    UnrecordedEstimate,
)
from hafen.network.contacts.rules import VIEW_CONTACT
from hafen.network.organisations.models import Closeness, Organisation
from hafen.network.organisations.queries import (
    case_figures,
    level_on,
    organisations_visible_to,
)

_CLOSE = (Closeness.COOPERATION, Closeness.CONTRACT)


def contacts_visible_to(user: User) -> ContactQuerySet:
    if not VIEW_CONTACT.held_by(user):
        return Contact.objects.none()
    return Contact.objects.filter(municipality=user.municipality_id)


@dataclass(frozen=True)
class ContactFilter:
    """Which contacts are meant; what is empty does not narrow.

    :param topics: one of them is enough; a domain with its sub-topics
    """

    first: date | None = None
    last: date | None = None
    group: str = ""
    subtype: str = ""
    channel: str = ""
    setting: str = ""
    occasion: str = ""
    topics: tuple[str, ...] = ()
    has_cooperation: bool = False
    site: UUID | None = None
    organisation: UUID | None = None

    @property
    def count(self) -> int:
        return sum(bool(value) for value in vars(self).values())


def filtered(rows: ContactQuerySet, chosen: ContactFilter) -> ContactQuerySet:
    """Keep what the filter names."""
    exact = {
        "held_on__gte": chosen.first,
        "held_on__lte": chosen.last,
        "group": chosen.group,
        "subtype": chosen.subtype,
        "channel": chosen.channel,
        "setting": chosen.setting,
        "occasion": chosen.occasion,
        "has_cooperation": chosen.has_cooperation,
        "site": chosen.site,
        "organisation": chosen.organisation,
    }
    found = rows.filter(**{name: value for name, value in exact.items() if value})
    if chosen.topics:
        found = found.filter(topics__overlap=list(chosen.topics))
    return found


def tasks_of(municipality: UUID) -> QuerySet[OfficeTask]:
    return OfficeTask.objects.filter(municipality=municipality).order_by(
        "sort_key", "id"
    )


def site_of(user: User, *, today: date) -> UUID | None:
    """Return the site where somebody usually works, if there is only one."""
    teams = teams_of(user, today).values("pk")
    sites = TeamSite.objects.filter(team__in=teams).values_list("site", flat=True)
    found = list(sites.distinct()[:2])
    return found[0] if len(found) == 1 else None


DIMENSIONS = (
    "month",
    "channel",
    "subtype",
    "setting",
    "occasion",
    "topic",
    "language",
    "interpreting",
    "result",
    "site",
    "task",
)


@dataclass
class Line:
    """One row of the figures: a value and its contacts by target group."""

    key: str
    by_group: dict[str, int] = field(default_factory=lambda: dict.fromkeys(GROUPS, 0))
    minutes: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_group.values())

    @property
    def cells(self) -> list[int]:
        return [*self.by_group.values(), self.total, self.minutes]


def figures(rows: ContactQuerySet, *, dimension: str) -> list[Line]:
    """Return the contacts split by a dimension and by target group; one query.

    A contact with two topics stands in the lines of both.

    :raises KeyError: when there is no such dimension
    """
    expressions = {
        "month": TruncMonth("held_on"),
        "topic": Func(F("topics"), function="unnest"),
        "site": F("site__name"),
        "task": F("task__code"),
        **{
            name: F(name)
            for name in (
                "channel",
                "subtype",
                "setting",
                "occasion",
                "language",
                "interpreting",
                "result",
            )
        },
    }
    counted = (
        rows.order_by()
        .annotate(line=expressions[dimension])
        .values_list("line", "group")
        .annotate(number=Count("pk"), spent=Sum("minutes"))
        .order_by("line")
    )
    lines: dict[str, Line] = {}
    for key, group, number, spent in counted:
        line = lines.setdefault(str(key or ""), Line(str(key or "")))
        line.by_group[group] += number
        line.minutes += spent or 0
    return list(lines.values())


def total(lines: list[Line]) -> Line:
    """Return the sum of lines in which each contact stands once."""
    whole = Line("")
    for line in lines:
        for group, number in line.by_group.items():
            whole.by_group[group] += number
        whole.minutes += line.minutes
    return whole


def estimates(user: User, *, first: date | None, last: date | None) -> Line:
    """Return how many contacts were estimated beside the recorded ones."""
    rows = UnrecordedEstimate.objects.filter(municipality=user.municipality_id)
    if first:
        rows = rows.filter(month__gte=first.replace(day=1))
    if last:
        rows = rows.filter(month__lte=last)
    found = Line("")
    for group, number in rows.values_list("group").annotate(number=Sum("number")):
        found.by_group[group] = number
    return found


def presence(
    user: User, *, first: date | None, last: date | None
) -> QuerySet[Organisation]:
    """Return the organisations with `last_contact` and `times` in the period.

    Those that nobody has met come first, then the longest ago.
    """
    within = Q()
    if first:
        within &= Q(contacts__held_on__gte=first)
    if last:
        within &= Q(contacts__held_on__lte=last)
    return (
        organisations_visible_to(user)
        .present()
        .annotate(
            last_contact=Max("contacts__held_on"),
            times=Count("contacts", filter=within),
        )
        .order_by(F("last_contact").asc(nulls_first=True), "sort_key", "id")
    )


@dataclass(frozen=True)
class Actors:
    """The different organisations that were met in a period.

    :param kinds: how many of each kind, the most first
    :param close: how many of all have a closer cooperation at its end
    :param cases: cases with closer cooperation, each counted once
    """

    kinds: list[tuple[str, int]]
    close: int
    cases: int

    @property
    def total(self) -> int:
        return sum(number for _kind, number in self.kinds)


def actors(user: User, *, first: date, last: date) -> Actors:
    """Count each actor once, however often somebody met it; three queries."""
    met = contacts_visible_to(user).filter(
        organisation=OuterRef("pk"), held_on__gte=first, held_on__lte=last
    )
    rows = organisations_visible_to(user)
    kinds = rows.filter(Exists(met)).values_list("kind").annotate(n=Count("pk"))
    close = rows.annotate(level=level_on(last)).filter(level__in=_CLOSE)
    cases = case_figures(user.municipality_id, first=first, last=last)
    return Actors(
        kinds=list(kinds.order_by("-n", "kind")),
        close=close.count(),
        cases=sum(cases.get(level, 0) for level in _CLOSE),
    )
