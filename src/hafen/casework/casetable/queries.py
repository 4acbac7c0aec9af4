"""Who reads which case at a table: all other reads start here.

The database says the same once more (`fences`).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from hafen.casework.cases import queries as cases
from hafen.casework.cases.models import Case, Client, Consent
from hafen.casework.casetable.models import (
    AFTERWARDS,
    AROUND,
    Item,
    Measure,
    Meeting,
    Origin,
    Release,
    Seat,
)
from hafen.casework.casetable.rules import RELEASE, TAKE_PART
from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.db.context import opened_for


def meetings_visible_to(user: User) -> QuerySet[Meeting]:
    """Return what somebody called or is invited to; a case worker finds all, to
    bring a case there.
    """
    if not TAKE_PART.held_by(user):
        return Meeting.objects.none()
    rows = Meeting.objects.filter(municipality=user.municipality_id)
    if not RELEASE.held_by(user):
        seats = Seat.objects.filter(user=user.pk).values("meeting")
        rows = rows.filter(Q(owner=user.pk) | Q(pk__in=seats))
    return rows.select_related("owner", "municipality")


def filtered_meetings(
    rows: QuerySet[Meeting], part: str, *, now: datetime
) -> QuerySet[Meeting]:
    coming = Q(closed_at__isnull=True, ends_at__gte=now - AFTERWARDS)
    if part == "over":
        return rows.exclude(coming).order_by("-starts_at", "id")
    return rows.filter(coming).order_by("starts_at", "id")


def items_visible_to(user: User, *, now: datetime) -> QuerySet[Item]:
    """Return the cases of one's own files, and those that a seat opens today."""
    if not TAKE_PART.held_by(user):
        return Item.objects.none()
    shown = _shown_to(Seat.objects.filter(user=user.pk), now)
    rows = Item.objects.filter(municipality=user.municipality_id)
    own = Q(pk__in=own_items(user, now=now).values("pk"))
    found = rows.filter(own | shown).annotate(is_own=own)
    return found.select_related("meeting", "released_by").order_by("starts_at", "id")


def with_origin(rows: QuerySet[Item]) -> QuerySet[Item]:
    """Add the offices that read a case, and whose it is, for who reads the file."""
    offices = ArrayAgg(
        "releases__office",
        filter=Q(releases__ended_on__isnull=True),
        order_by="releases__office",
        default=[],
    )
    return rows.select_related("origin_row__client").annotate(offices=offices)


def own_items(user: User, *, now: datetime) -> QuerySet[Item]:
    """Return what came to a table from a case that somebody reads."""
    read = cases.cases_visible_to(user, today=timezone.localdate(now))
    own = Origin.objects.filter(case__in=read.values("pk"))
    return Item.objects.filter(pk__in=own.values("item"))


def _shown_to(seats: QuerySet[Seat], now: datetime) -> Q:
    """Return that one of these seats opens a case, by a release for its office."""
    releases = Release.objects.filter(
        party=OuterRef("party"),
        item=OuterRef(OuterRef("pk")),
        ended_on__isnull=True,
        valid_until__gte=timezone.localdate(now),
    )
    around = Q(
        item=OuterRef("pk"),
        item__starts_at__lte=now + AROUND,
        item__ends_at__gte=now - AROUND,
    )
    found = seats.filter(
        Exists(releases),
        Q(item__isnull=True) | around,
        meeting=OuterRef("meeting"),
        meeting__closed_at__isnull=True,
        meeting__ends_at__gt=now - AFTERWARDS,
    )
    return Q(withdrawn_on__isnull=True) & Q(Exists(found))


def items_of(seat: Seat, *, now: datetime) -> QuerySet[Item]:
    """Return what the page of a mailed link shows; the link opens its seat."""
    rows = Item.objects.filter(_shown_to(Seat.objects.filter(pk=seat.pk), now))
    return rows.select_related("released_by").order_by("starts_at", "id")


def seat_by_link(municipality: Any, pk: UUID) -> Seat | None:
    rows = Seat.objects.select_related("meeting__owner", "municipality")
    return rows.filter(municipality=municipality, user__isnull=True, pk=pk).first()


def expected_at(seat: Seat) -> datetime:
    """Return when somebody is expected: a guest at the time of the one case."""
    if seat.item_id is None:
        return seat.meeting.starts_at
    with opened_for(seat.meeting_id):
        return Item.objects.values_list("starts_at", flat=True).get(pk=seat.item_id)


def seats_visible_to(user: User, *, now: datetime) -> QuerySet[Seat]:
    """Return one's own seats; who called the meeting sees all, members see members,
    and of the guests of a case those know who read the case.
    """
    if not TAKE_PART.held_by(user):
        return Seat.objects.none()
    mine = Seat.objects.filter(user=user.pk)
    at_table = mine.filter(item__isnull=True).values("meeting")
    rows = Seat.objects.filter(municipality=user.municipality_id)
    found = rows.filter(
        Q(user=user.pk)
        | Q(meeting__owner=user.pk)
        | Q(item__isnull=True, meeting__in=at_table)
        | Q(item__in=items_visible_to(user, now=now).values("pk"))
        | Q(item__isnull=True, meeting__in=_with_own_items(user, now))
    )
    return found.select_related("meeting", "user").order_by("office", "name", "id")


def _with_own_items(user: User, now: datetime) -> QuerySet[Any, Any]:
    return own_items(user, now=now).values("meeting")


def measures_visible_to(user: User, *, now: datetime) -> QuerySet[Measure]:
    if not TAKE_PART.held_by(user):
        return Measure.objects.none()
    seen = Q(item__in=items_visible_to(user, now=now).values("pk"))
    # Done is said by whoever took it on, and by who reads the file.
    own = Q(seat__user=user.pk) | Q(item__in=own_items(user, now=now).values("pk"))
    rows = Measure.objects.filter(municipality=user.municipality_id)
    found = rows.filter(Q(seat__user=user.pk) | seen).annotate(is_own=own)
    return found.select_related("seat")


def filtered_measures(rows: QuerySet[Measure], part: str) -> QuerySet[Measure]:
    is_open = part != "done"
    return rows.filter(done_on__isnull=is_open).order_by("due_on", "id")


def measures_of(seat: Seat) -> QuerySet[Measure]:
    rows = Measure.objects.filter(seat=seat).select_related("seat")
    return rows.order_by("due_on", "id")


def consents_to_table(client: Client, *, today: Any) -> QuerySet[Consent]:
    """Return which offices may hear about a person at a table, and what for."""
    rows = Consent.objects.valid(today).filter(client=client, kind=Consent.Kind.TABLE)
    return rows.order_by("purpose", "recipient")


def open_cases_of(client: Client, user: User, *, today: Any) -> QuerySet[Case]:
    """Return the open cases about a person that somebody may bring to a table."""
    rows = cases.cases_visible_to(user, today=today).open()
    about = rows.filter(Q(client=client) | Q(client__isnull=True))
    return about.filter(cases.worked_on_by(user, today), household=client.household_id)


def people_to_invite(user: User, *, today: Any) -> QuerySet[User]:
    """Return the colleagues whose task lets them sit at a case table."""
    roles = RoleAssignment.objects.in_force(today).filter(role__in=TAKE_PART.roles)
    rows = User.objects.filter(municipality=user.municipality_id, is_active=True)
    return rows.filter(pk__in=roles.values("user")).order_by("name", "id")
