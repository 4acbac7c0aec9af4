"""Offers that are being set up, and how many places are free."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from hafen.core.accounts.models import User
from hafen.core.db.versions import locked, save_next
from hafen.information.directory.models import PreparationStep, Service, VisitCount
from hafen.information.directory.services._errors import MoreThanThereAre
from hafen.information.directory.services._telling import tell


@transaction.atomic
def add_step(
    *,
    service: Service,
    title: str,
    support: str,
    due_on: date | None,
    by: User | None,
) -> PreparationStep:
    """Add a step to the end of the way on which the offer is set up."""
    last = service.preparation_steps.aggregate(last=Max("place"))["last"]
    step = PreparationStep.objects.create(
        municipality_id=service.municipality_id,
        service=service,
        title=title,
        support=support,
        due_on=due_on,
        place=0 if last is None else last + 1,
    )
    tell(service, "prepared", by=by)
    return step


@transaction.atomic
def tick_step(*, step: PreparationStep, done_on: date | None, by: User | None) -> None:
    """Note that a step is done; None: that it is open again."""
    step.done_on = done_on
    step.save()
    tell(step.service, "prepared", by=by)


@transaction.atomic
def remove_step(*, step: PreparationStep, by: User | None) -> None:
    service = step.service
    step.delete()
    tell(service, "prepared", by=by)


@transaction.atomic
def tell_places(
    *,
    service: Service,
    total: int | None,
    free: int | None,
    by: User | None,
    now: datetime,
) -> None:
    """
    Say how many places there are and are free; it holds from this instant.

    :raises MoreThanThereAre: when more are free than there are
    """
    if total is not None and free is not None and free > total:
        raise MoreThanThereAre
    fresh = locked(service, expected=None)
    fresh.places_total, fresh.places_free, fresh.places_at = total, free, now
    save_next(fresh)
    tell(fresh, "places_told", by=by)


@transaction.atomic
def count_visits(
    *,
    service: Service,
    day: date,
    guests: int,
    newcomers: int | None,
    volunteers: int | None,
    note: str,
    by: User | None,
) -> VisitCount:
    """Note how many came on a day; the same day again replaces the number."""
    row, _is_new = VisitCount.objects.update_or_create(
        municipality_id=service.municipality_id,
        service=service,
        day=day,
        defaults={
            "guests": guests,
            "newcomers": newcomers,
            "volunteers": volunteers,
            "note": note,
        },
    )
    tell(service, "visits_counted", by=by)
    return row
