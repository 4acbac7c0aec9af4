"""One step for many services at once, with a way back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.db.errors import DomainError
from hafen.core.db.versions import locked, save_next
from hafen.information.directory.models import Service, ServiceQuerySet
from hafen.information.directory.services._errors import (
    AlreadyPublished,
    NotReady,
    WrongState,
)
from hafen.information.directory.services._states import (
    archive_service,
    lacks,
    mark_checked,
    publish_service,
)
from hafen.information.directory.services._telling import tell


class BulkAction(models.TextChoices):
    PUBLISH = "publish", _("Publish")
    CHECK = "check", _("Mark as checked")
    ARCHIVE = "archive", _("Archive")


@dataclass(frozen=True)
class Step:
    """What was done to one service, and how it was before.

    :param version: the one after the step; a later one is not undone
    """

    service: UUID
    version: int
    state: str
    last_checked_on: date | None
    next_check_on: date | None


@dataclass(frozen=True)
class BulkDone:
    """What came of it.

    :param refused: services that the step does not fit, each with the reason
    """

    steps: tuple[Step, ...]
    refused: tuple[tuple[Service, DomainError], ...]


def refusals(
    *, services: Iterable[Service], action: BulkAction
) -> dict[UUID, DomainError]:
    """Return which services the step would not fit, for a preview; writes nothing."""
    found: dict[UUID, DomainError] = {}
    for service in services:
        if service.is_archived and action != BulkAction.ARCHIVE:
            found[service.pk] = WrongState()
        elif action == BulkAction.PUBLISH and service.is_published:
            found[service.pk] = AlreadyPublished()
        elif action == BulkAction.PUBLISH and (missing := lacks(service)):
            found[service.pk] = NotReady(missing)
    return found


@transaction.atomic
def apply_to_many(
    *, services: Iterable[Service], action: BulkAction, by: User | None, now: datetime
) -> BulkDone:
    """Do one step to each of the services that it fits."""
    steps: list[Step] = []
    refused: list[tuple[Service, DomainError]] = []
    for service in services:
        try:
            with transaction.atomic():
                after = _apply(service, action, by=by, now=now)
        except DomainError as error:
            refused.append((service, error))
            continue
        if after.version != service.version:
            steps.append(
                Step(
                    service=service.pk,
                    version=after.version,
                    state=service.state,
                    last_checked_on=service.last_checked_on,
                    next_check_on=service.next_check_on,
                )
            )
    return BulkDone(tuple(steps), tuple(refused))


def _apply(
    service: Service, action: BulkAction, *, by: User | None, now: datetime
) -> Service:
    expected = service.version
    if action == BulkAction.PUBLISH:
        return publish_service(service=service, expected=expected, by=by, now=now)
    if action == BulkAction.ARCHIVE:
        return archive_service(service=service, expected=expected, by=by)
    today = timezone.localdate(now)
    return mark_checked(service=service, expected=expected, by=by, today=today)


@transaction.atomic
def undo_many(*, steps: Iterable[Step], among: ServiceQuerySet, by: User | None) -> int:
    """
    Bring back the states of before, except where somebody went on meanwhile.

    :param among: the services that the person may change
    :return: how many were brought back
    """
    by_key = {step.service: step for step in steps}
    undone = 0
    for service in among.filter(pk__in=by_key).order_by("id"):
        step = by_key[service.pk]
        fresh = locked(service, expected=None)
        if fresh.version != step.version:
            continue
        fresh.state = step.state
        fresh.last_checked_on = step.last_checked_on
        fresh.next_check_on = step.next_check_on
        save_next(fresh)
        tell(fresh, "undone", by=by, details={"to": step.state})
        undone += 1
    return undone
