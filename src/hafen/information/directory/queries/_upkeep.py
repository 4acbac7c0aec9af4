"""What has to be looked after: proposals, reviews, preparation, staleness."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.core.translation.models import Translation
from hafen.information.directory.freshness import Facts, Points, points_of, score
from hafen.information.directory.models import (
    PreparationStep,
    Proposal,
    Review,
    ReviewedService,
    Schedule,
    Service,
    ServiceQuerySet,
    ServiceTranslation,
)
from hafen.information.directory.queries._staff import (
    services_editable_by,
    services_owned_by,
)
from hafen.information.directory.rules import PUBLISH_SERVICE


def proposals_to_decide(user: User) -> QuerySet[Proposal]:
    """Return the open proposals of the town, oldest first, for who may publish."""
    if not PUBLISH_SERVICE.held_by(user):
        return Proposal.objects.none()
    rows = Proposal.objects.filter(
        municipality=user.municipality_id, state=Proposal.State.OPEN
    )
    return rows.select_related(
        "service", "service__organisation", "service__municipality", "by"
    ).order_by("created_at", "id")


def with_open_proposal(services: ServiceQuerySet) -> ServiceQuerySet:
    """Load the key of what is proposed for each and not decided."""
    waiting = Proposal.objects.filter(service=OuterRef("pk"), state=Proposal.State.OPEN)
    return services.annotate(open_proposal=Subquery(waiting.values("pk")[:1]))


def reviews_waiting(user: User) -> QuerySet[Review]:
    """Return whom the town has asked and who has not answered, oldest first."""
    if not PUBLISH_SERVICE.held_by(user):
        return Review.objects.none()
    return (
        Review.objects.filter(
            municipality=user.municipality_id, answered_at__isnull=True
        )
        .select_related("organisation", "municipality")
        .annotate(left=Count("entries", filter=Q(entries__answer="")))
        .order_by("sent_at", "id")
    )


def review_of_token(municipality: Municipality, hashed: str) -> Review | None:
    """Return the review of a mailed link by the hash of its token."""
    rows = Review.objects.filter(municipality=municipality)
    found = rows.filter(token_hashes__contains=[hashed])
    return found.select_related("organisation", "municipality").first()


def entries_of(review: Review) -> list[ReviewedService]:
    """Return the entries of a review that are still in the catalogue."""
    rows = review.entries.select_related("service", "service__municipality").exclude(
        service__state=Service.State.ARCHIVED
    )
    return list(rows.order_by("service__sort_key", "service_id"))


def in_preparation(user: User) -> ServiceQuerySet:
    """Return the drafts that have steps, with those loaded."""
    steps = PreparationStep.objects.order_by("place", "id")
    is_prepared = PreparationStep.objects.filter(service=OuterRef("pk"))
    return (
        services_editable_by(user)
        .filter(Exists(is_prepared), state=Service.State.DRAFT)
        .select_related("organisation")
        .prefetch_related(Prefetch("preparation_steps", steps, to_attr="steps"))
        .sorted()
    )


@dataclass(frozen=True)
class Stale:
    """An entry with its points; 100 is the worst."""

    service: Service
    points: tuple[Points, ...]
    score: int


def stalest(user: User, *, now: datetime, most: int) -> list[Stale]:
    """Return the public entries of a user that need care, the worst first.

    Ties follow the order of the list, so that it never flickers.
    """
    today = timezone.localdate(now)
    rows = _with_facts(services_owned_by(user).public(today), today)
    found = [_stale(service, today) for service in rows]
    found.sort(key=lambda stale: -stale.score)
    return [stale for stale in found if stale.score][:most]


def _with_facts(rows: ServiceQuerySet, today: date) -> Iterable[Service]:
    ended = Q(valid_until__lt=today)
    hours = Schedule.objects.filter(service=OuterRef("pk"))
    texts = ServiceTranslation.objects.only("service", "state", "municipality")
    return (
        rows.select_related("organisation")
        .annotate(
            has_hours=Exists(hours),
            has_valid_hours=Exists(hours.exclude(ended)),
            phone_count=Count("phones", distinct=True),
            email_count=Count("emails", distinct=True),
        )
        .prefetch_related(Prefetch("translations", texts, to_attr="texts"))
        .sorted()
    )


def _stale(service: Service, today: date) -> Stale:
    row: object = service
    texts = getattr(row, "texts", [])
    told = service.places_at
    facts = Facts(
        next_check_on=service.next_check_on,
        interval=service.check_every_days,
        translations=len(texts),
        outdated=sum(text.state == Translation.State.OUTDATED for text in texts),
        has_ended_hours=row.has_hours and not row.has_valid_hours,  # type: ignore[attr-defined]  # annotated above
        has_contact=bool(row.phone_count or row.email_count or service.website),  # type: ignore[attr-defined]  # annotated above
        places_told_on=timezone.localdate(told) if told else None,
    )
    points = points_of(facts, today=today)
    return Stale(service, points, score(points))


def services_turning(
    municipality: Municipality, *, today: date, since: date
) -> list[UUID]:
    """Return the published entries that began, or ended, since a day."""
    rows = Service.objects.filter(
        Q(valid_from__gte=since, valid_from__lte=today)
        | Q(valid_until__gte=since, valid_until__lt=today),
        municipality=municipality,
        state=Service.State.PUBLISHED,
    )
    return list(rows.values_list("pk", flat=True))
