"""Feedback conferences at the desk, and what visitors see of them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.places.models import Municipality
from hafen.mechanisms.todos.models import Todo
from hafen.voice.surveys.models import Conference, Side, Statement, Topic
from hafen.voice.surveys.rules import CONFER


@dataclass(frozen=True)
class Column:
    """One column of the result: its topics, the most often named first."""

    side: Side
    topics: list[Topic]


def conferences_visible_to(user: User) -> QuerySet[Conference]:
    """Return conferences with `said` and `unsorted`, the newest first."""
    if not CONFER.held_by(user):
        return Conference.objects.none()
    return (
        Conference.objects.filter(municipality=user.municipality_id)
        .select_related("municipality")
        .annotate(
            said=Count("statements"),
            unsorted=Count("statements", filter=Q(statements__topic=None)),
        )
        .order_by("-held_on", "-id")
    )


def topics_visible_to(user: User) -> QuerySet[Topic]:
    rows = Topic.objects.filter(
        conference__in=conferences_visible_to(user).values("pk")
    )
    return rows.select_related("conference__municipality", "municipality")


def people_for(municipality: Municipality, today: date) -> QuerySet[User]:
    """Return who may see to a topic: those who find the way to it."""
    roles = RoleAssignment.objects.in_force(today).filter(role__in=CONFER.roles)
    people = User.objects.filter(
        Exists(roles.filter(user=OuterRef("pk"))),
        municipality=municipality,
        is_active=True,
    )
    return people.order_by("name", "id")


def columns_of(conference: Conference, *, is_public: bool) -> list[Column]:
    """
    Return both columns with topics that have `said`, `votes_in_all` and statements.

    :param is_public: with the statements alone that somebody at the desk let through
    """
    statements = Statement.objects.order_by("-votes", "text", "pk")
    if is_public:
        statements = statements.filter(is_shown=True)
    topics = (
        Topic.objects.filter(conference=conference)
        .annotate(said=Count("statements"), votes_in_all=Sum("statements__votes"))
        .prefetch_related(Prefetch("statements", queryset=statements))
        .order_by("-said", "sort_key", "id")
    )
    found = list(topics)
    return [Column(side, [t for t in found if t.side == side]) for side in Side]


def unsorted_of(conference: Conference) -> list[tuple[Side, list[Statement]]]:
    """Return by column what has no topic yet."""
    rows = list(conference.statements.filter(topic=None).order_by("text", "pk"))
    return [(side, [row for row in rows if row.side == side]) for side in Side]


def statements_of(conference: Conference, keys: list[UUID]) -> QuerySet[Statement]:
    return conference.statements.filter(pk__in=keys).select_related("conference")


def seeing_to(topics: list[Topic]) -> dict[UUID, Todo]:
    """Return by topic the newest todo about it: who sees to it, and whether done."""
    rows = Todo.objects.filter(
        subject_type="surveys.topic", subject_id__in=[topic.pk for topic in topics]
    )
    return {
        todo.subject_id: todo
        for todo in rows.select_related("owner", "team").order_by("id")
        if todo.subject_id
    }


def conference_at(municipality: Municipality, short_id: str) -> Conference | None:
    """Return the conference at a public address, if there is anything to see or say."""
    rows = Conference.objects.filter(municipality=municipality, short_id=short_id)
    seen = Q(published_on__isnull=False) | Q(open_until__isnull=False)
    return rows.filter(seen).select_related("municipality").first()


def takes_statements(conference: Conference, today: date) -> bool:
    until = conference.open_until
    return until is not None and until >= today and conference.published_on is None
