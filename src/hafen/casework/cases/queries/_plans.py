"""Goals, the steps that are due, and agreements to look at again."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from hafen.casework.cases.models import (
    Case,
    Client,
    Goal,
    GoalStep,
    IntegrationAgreement,
    Membership,
    NeedTopic,
)
from hafen.casework.cases.queries._needs import seen_by
from hafen.core.accounts.models import User

# So long before its day a step, or a review, is on Today.
STEP_NOTICE = timedelta(days=7)
REVIEW_NOTICE = timedelta(days=14)
ADULT = 18
# Independence from benefits, work, a flat, the language: asked at every end (P53).
ALWAYS_ASKED = ("N08", "N05", "N06", "N01")


def goals_visible_to(user: User, *, today: date) -> QuerySet[Goal]:
    rows = seen_by(Goal.objects.all(), user, today=today)
    return rows.select_related("case__household")


def goals_of(case: Case, user: User, *, today: date) -> QuerySet[Goal]:
    """Return the goals of a case with their steps, those still open first."""
    rows = seen_by(Goal.objects.filter(case=case), user, today=today)
    return rows.prefetch_related("steps").order_by("-ended_on", "domain", "since", "id")


def steps_visible_to(user: User, *, today: date) -> QuerySet[GoalStep]:
    goals = seen_by(Goal.objects.all(), user, today=today)
    rows = GoalStep.objects.filter(goal__in=goals.values("pk"))
    return rows.select_related("goal__case__household", "goal__case__owner")


def filtered_steps(
    rows: QuerySet[GoalStep], part: str, *, today: date
) -> QuerySet[GoalStep]:
    """Keep the steps of a part: due soon or late, all open ones, done."""
    is_open = Q(done_on__isnull=True, goal__ended_on__isnull=True)
    is_open &= Q(goal__case__closed_on__isnull=True)
    parts = {
        "due": is_open & Q(due_on__lte=today + STEP_NOTICE),
        "open": is_open,
        "done": Q(done_on__isnull=False),
    }
    return rows.filter(parts.get(part, is_open)).order_by("due_on", "id")


def agreements_visible_to(user: User, *, today: date) -> QuerySet[IntegrationAgreement]:
    rows = seen_by(IntegrationAgreement.objects.all(), user, today=today)
    return rows.select_related("case__household", "client")


def to_review(
    rows: QuerySet[IntegrationAgreement], *, today: date
) -> QuerySet[IntegrationAgreement]:
    """Keep the agreements in force that are soon to be looked at again."""
    return rows.filter(
        signed_on__isnull=False,
        withdrawn_on__isnull=True,
        replaced_on__isnull=True,
        case__closed_on__isnull=True,
        review_on__lte=today + REVIEW_NOTICE,
    ).order_by("review_on", "id")


def signers(case: Case, *, today: date) -> list[Client]:
    """Return the adults who can sign for themselves in a case."""
    here = Membership.objects.valid(today).filter(household=case.household_id)
    if case.client_id:
        here = here.filter(client=case.client_id)
    people = [row.client for row in here.select_related("client")]
    return [each for each in people if _is_adult(each, today)]


def _is_adult(client: Client, today: date) -> bool:
    age = client.age_on(today)
    return not client.is_double and (age is None or age >= ADULT)


def areas_to_close(case: Case, user: User, *, today: date) -> list[str]:
    """Return the domains whose outcome is asked for when a case is closed."""
    living = seen_by(
        NeedTopic.objects.filter(case=case, ended_on__isnull=True), user, today=today
    )
    return [*dict.fromkeys([*ALWAYS_ASKED, *_domains(living)])]


def _domains(rows: QuerySet[NeedTopic]) -> Iterable[str]:
    return rows.order_by("domain").values_list("domain", flat=True)
