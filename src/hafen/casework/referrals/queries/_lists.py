"""Lists of the desk, and how offices answer."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet

from hafen.casework.referrals.models import (
    AreaSwitch,
    OpenQuestion,
    Referral,
    ReferralQuerySet,
    SwitchStep,
)

# This long before the day an application is shown on Today.
PRESSING = timedelta(days=14)


@dataclass(frozen=True)
class ReferralFilter:
    """Which referrals are meant; what is empty does not narrow.

    :param first: offered on this day or later
    """

    part: str = "open"
    words: str = ""
    topic: str = ""
    owner: UUID | None = None
    way: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def count(self) -> int:
        named = {key: value for key, value in vars(self).items() if key != "part"}
        return sum(bool(value) for value in named.values())


def filtered_referrals(
    rows: ReferralQuerySet, chosen: ReferralFilter, *, today: date
) -> ReferralQuerySet:
    states = Referral.State
    parts = {
        "open": Q(state__in=[states.DRAFT, states.OFFERED, states.ACCEPTED]),
        "arrived": Q(state=states.ARRIVED),
        "refused": Q(state=states.REFUSED),
        "ended": Q(state__in=[states.DONE, states.WITHDRAWN]),
    }
    if chosen.part == "late":
        found = rows.late(today)
    elif chosen.part == "ask":
        found = rows.to_ask(today)
    else:
        found = rows.filter(parts.get(chosen.part, Q()))
    if chosen.words:
        found = found.filter(recipient__icontains=chosen.words)
    if chosen.topic:
        topic = chosen.topic
        found = found.filter(Q(topic=topic) | Q(topic__startswith=f"{topic}."))
    exact = {
        "owner": chosen.owner,
        "way": chosen.way,
        "offered_at__date__gte": chosen.first,
        "offered_at__date__lte": chosen.last,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    return found.order_by("-created_at", "id")


def office_times(
    rows: ReferralQuerySet, *, first: date | None, last: date | None
) -> QuerySet[Any, Any]:
    """Return how offices answered what was offered within a period, by name.

    Of each: how many it was asked, took on and refused, how many arrived and were
    helped, how many are open, and the mean of the working minutes to its answer.
    """
    found = rows.filter(offered_at__isnull=False)
    if first:
        found = found.filter(offered_at__date__gte=first)
    if last:
        found = found.filter(offered_at__date__lte=last)
    states, outcomes = Referral.State, Referral.Outcome
    answered = Q(answered_at__isnull=False)
    numbers = {
        "accepted": answered & ~Q(state=states.REFUSED),
        "refused": Q(state=states.REFUSED),
        "arrived": Q(arrived_on__isnull=False),
        "helped": Q(outcome__in=[outcomes.HELPED, outcomes.PARTLY]),
        "open": Q(state__in=[states.OFFERED, states.ACCEPTED, states.ARRIVED]),
    }
    counted = {
        f"{name}_count": Count("pk", filter=meant) for name, meant in numbers.items()
    }
    return (
        found.order_by()
        .values("recipient")
        .annotate(asked=Count("pk"), minutes=Avg("answer_minutes"), **counted)
        .order_by("recipient")
    )


def filtered_switches(
    rows: QuerySet[AreaSwitch], part: str, *, today: date
) -> QuerySet[AreaSwitch]:
    pressing = Q(
        closed_on__isnull=True,
        applied_on__isnull=True,
        apply_by__lte=today + PRESSING,
    )
    late = SwitchStep.objects.filter(
        switch=OuterRef("pk"), state=SwitchStep.State.OPEN, due_on__lt=today
    )
    parts = {
        "open": Q(closed_on__isnull=True),
        "pressing": pressing | Q(closed_on__isnull=True) & Exists(late),
        "closed": Q(closed_on__isnull=False),
    }
    return (
        rows.filter(parts.get(part, Q()))
        .annotate(
            left=Count("steps", filter=Q(steps__state=SwitchStep.State.OPEN)),
        )
        .order_by("closed_on", "apply_by", "id")
    )


def filtered_questions(
    rows: QuerySet[OpenQuestion], part: str, *, today: date
) -> QuerySet[OpenQuestion]:
    states = OpenQuestion.State
    parts = {
        "open": Q(state=states.OPEN),
        "due": Q(state=states.OPEN, remind_on__lte=today),
        "settled": ~Q(state=states.OPEN),
    }
    return rows.filter(parts.get(part, Q())).order_by("remind_on", "id")
