"""Lists of the desk, and how many were reached of how many were expected."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce, JSONObject, TruncMonth

from hafen.casework.outreach.models import (
    Arrival,
    ArrivalQuerySet,
    GroupNotice,
    HandOver,
    HandOverQuerySet,
    HomeVisit,
    SheetGiven,
)
from hafen.core.accounts.models import User
from hafen.core.db.names import spellings


@dataclass(frozen=True)
class ArrivalFilter:
    """Which arrivals are meant; what is empty does not narrow.

    :param part: "due", "not_reached", "reached", "ended", "all", or "came": without
        those who never came and those who stand there twice
    """

    part: str = "due"
    words: str = ""
    team: UUID | None = None
    district: UUID | None = None
    kind: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def count(self) -> int:
        named = {key: value for key, value in vars(self).items() if key != "part"}
        return sum(bool(value) for value in named.values())


def filtered_arrivals(rows: ArrivalQuerySet, chosen: ArrivalFilter) -> ArrivalQuerySet:
    """Keep what the filter names; each with its visits and the next one."""
    is_open = Q(ended_on__isnull=True)
    parts = {
        "due": is_open & Q(approached_on__isnull=True),
        "not_reached": Q(reached_on__isnull=True) & is_open,
        "reached": Q(reached_on__isnull=False),
        "ended": ~is_open,
        "came": ~Q(ending__in=[Arrival.Ending.GONE, Arrival.Ending.TWICE]),
    }
    exact = {
        "team": chosen.team,
        "district": chosen.district,
        "kind": chosen.kind,
        "on__gte": chosen.first,
        "on__lte": chosen.last,
    }
    found = rows.filter(
        parts.get(chosen.part, Q()),
        **{name: value for name, value in exact.items() if value},
    )
    if chosen.words:
        said = Q()
        for spelling in spellings(chosen.words):
            said |= Q(sort_key__contains=spelling)
        found = found.filter(said | Q(number=chosen.words))
    visits = HomeVisit.objects.filter(arrival=OuterRef("pk")).order_by()
    tried = visits.exclude(result="").values("arrival").annotate(n=Count("pk"))
    coming = visits.filter(result="").values("arrival").annotate(day=Min("on"))
    return found.annotate(
        tried=Coalesce(Subquery(tried.values("n")), 0),
        next_visit=Subquery(coming.values("day")),
    ).order_by("due_on", "sort_key", "id")


def with_notices(rows: ArrivalQuerySet) -> ArrivalQuerySet:
    """Add which groups were told, as `told`."""
    told = GroupNotice.objects.filter(arrival=OuterRef("pk")).order_by("on")
    each = JSONObject(name="organisation__name", mailed="was_mailed")
    return rows.annotate(told=ArraySubquery(told.values(each=each)))


def visits_of(
    rows: QuerySet[HomeVisit], user: User | None, *, on: date
) -> QuerySet[HomeVisit]:
    """Return the visits of a day in the order of the way: by hour, then by address."""
    found = rows.filter(on=on)
    if user is not None:
        found = found.filter(visitor=user)
    return found.order_by(
        F("at").asc(nulls_last=True), "arrival__district__name", "arrival__address"
    )


def visits_between(
    rows: QuerySet[HomeVisit], first: date, last: date, *, result: str = ""
) -> QuerySet[HomeVisit]:
    """Return the visits of a period, the newest first; of one result where named."""
    found = rows.filter(on__range=(first, last))
    if result:
        found = found.filter(result=result)
    return found.order_by("-on", "-at", "-pk")


def unrecorded(rows: QuerySet[HomeVisit], user: User, *, today: date) -> Any:
    """Return one's visits whose day has come and that nobody has recorded."""
    return rows.filter(visitor=user, result="", on__lt=today).order_by("on", "at")


def filtered_hand_overs(
    rows: HandOverQuerySet,
    part: str,
    user_teams: Any,
    *,
    first: date | None = None,
    last: date | None = None,
) -> Any:
    """Keep those that wait for one's teams, that they sent, or all of a period."""
    days = {"created_at__date__gte": first, "created_at__date__lte": last}
    rows = rows.filter(**{name: day for name, day in days.items() if day})
    mine = Q(to_team__in=user_teams)
    parts = {
        "waiting": mine & Q(state=HandOver.State.OFFERED),
        "received": mine,
        "sent": Q(from_team__in=user_teams),
    }
    return rows.filter(parts.get(part, Q())).order_by("-created_at")


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    reached: int
    expected: int

    @property
    def open(self) -> int:
        return self.expected - self.reached

    @property
    def percent(self) -> float | None:
        return round(100 * self.reached / self.expected, 1) if self.expected else None


@dataclass(frozen=True)
class Coverage:
    """Reached of expected, in households and in persons; and what visits show.

    :param visited: households that were met at home, each once
    :param visits: visits at which people were met
    :param on_time: first approaches by their day, of those that are due or done
    """

    households: Share
    persons: Share
    visited: int
    visits: int
    in_vain: int
    on_time: Share


def coverage(
    rows: ArrivalQuerySet, *, since: date | None, until: date, today: date
) -> Coverage:
    """Count who arrived in a period, each file once, and whom of them was reached.

    Of a household that was met a part counts as met; without a number, all of it.
    """
    rows = rows.exclude(ending__in=("GONE", "TWICE")).filter(on__lte=until)
    if since is not None:
        rows = rows.filter(on__gte=since)
    visits = HomeVisit.objects.filter(arrival__in=rows.values("pk"), on__lte=until)
    met = Q(result=HomeVisit.Result.MET)
    households, persons = _shares(rows, until)
    counts = visits.annotate(file=_file("arrival__")).aggregate(
        visited=Count("file", distinct=True, filter=met),
        visits=Count("pk", filter=met),
        in_vain=Count("pk", filter=Q(result=HomeVisit.Result.NOT_MET)),
    )
    return Coverage(households, persons, on_time=_on_time(rows, today), **counts)


def _file(prefix: str = "") -> Coalesce:
    """Return by what a household counts once: its file, or else the entry."""
    return Coalesce(f"{prefix}household_id", f"{prefix}pk")


def _shares(rows: ArrivalQuerySet, until: date) -> tuple[Share, Share]:
    most = (
        HomeVisit.objects.filter(arrival=OuterRef("pk"), result="MET", on__lte=until)
        .order_by()
        .values("arrival")
        .annotate(most=Max("persons_met"))
    )
    reached = Q(reached_on__lte=until)
    each = (
        rows.annotate(most=Subquery(most.values("most")), file=_file())
        .order_by()
        .values("file")
        .annotate(
            size=Max("persons"),
            met=Max(
                Case(
                    When(reached, then=Coalesce("most", "persons")),
                    default=0,
                    output_field=IntegerField(),
                )
            ),
        )
    )
    found = [(row["size"], min(row["size"], row["met"])) for row in each]
    return (
        Share(sum(met > 0 for _size, met in found), len(found)),
        Share(sum(met for _size, met in found), sum(size for size, _met in found)),
    )


def _on_time(rows: ArrivalQuerySet, today: date) -> Share:
    due = rows.filter(Q(due_on__lte=today) | Q(approached_on__isnull=False))
    return _share(due, Q(approached_on__lte=F("due_on")))


def _share(rows: ArrivalQuerySet, reached: Q | Exists) -> Share:
    counts = rows.aggregate(reached=Count("pk", filter=reached), expected=Count("pk"))
    return Share(**counts)


def by_dwelling(rows: ArrivalQuerySet) -> QuerySet[Any, Any]:
    """Return households and persons by the dwelling that they live in."""
    found = rows.open().order_by().values("dwelling")
    found = found.annotate(households=Count("pk"), people=Sum("persons"))
    return found.order_by("-households")


def by_month(rows: ArrivalQuerySet) -> QuerySet[Any, Any]:
    """Return the moves of each month, and those into a flat out of a facility."""
    into_flat = Q(dwelling__in=("MUNICIPAL", "PRIVATE")) & ~Q(came_from="")
    found = rows.annotate(month=TruncMonth("on")).order_by().values("month")
    found = found.annotate(
        households=Count("pk"), into_flat=Count("pk", filter=into_flat)
    )
    return found.order_by("-month")[:12]


def sheets_by_month(municipality: UUID) -> QuerySet[Any, Any]:
    """Return how many sheets were handed out in each month and language."""
    rows = SheetGiven.objects.filter(municipality=municipality)
    found = rows.annotate(month=TruncMonth("on")).order_by().values("month", "language")
    return found.annotate(given=Count("pk")).order_by("-month", "-given")[:60]


def sheets_rate(rows: ArrivalQuerySet) -> Share:
    """Return how many of those who arrived got a sheet."""
    given = SheetGiven.objects.filter(arrival=OuterRef("pk"))
    return _share(rows, Exists(given))
