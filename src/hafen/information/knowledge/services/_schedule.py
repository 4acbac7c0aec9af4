"""Releases at an hour: a job of the house, at that very instant."""

from datetime import datetime
from typing import Any

from wagtail.models import Revision

from hafen.core.db import work
from hafen.information.knowledge.models import Entry

RELEASE, TAKE_DOWN = "knowledge.release", "knowledge.take_down"


def plan_release(revision: Any) -> None:
    """Defer the release of a revision to its hour."""
    entry = Entry.objects.filter(pk=revision.object_id).first()
    if entry is None:
        return
    at = revision.approved_go_live_at
    work.defer(
        RELEASE,
        municipality=entry.municipality_id,
        actor=revision.user_id,
        key=f"{RELEASE}:{revision.pk}:{at:%Y%m%dt%H%M}",
        at=at,
        revision=revision.pk,
    )


def plan_end(entry: Entry) -> None:
    """Defer the end of a page to its hour."""
    if entry.expire_at is not None:
        work.defer(
            TAKE_DOWN,
            municipality=entry.municipality_id,
            actor=None,
            key=f"{TAKE_DOWN}:{entry.pk}:{entry.expire_at:%Y%m%dt%H%M}",
            at=entry.expire_at,
            page=entry.pk,
        )


def release_due(*, revision: int, now: datetime) -> bool:
    """Release a revision when its hour has come and still holds.

    :return: whether it was released; not, when an editor took the plan back
    """
    found = Revision.objects.filter(pk=revision, approved_go_live_at__lte=now).first()
    if found is None:
        return False
    found.publish(user=found.user, skip_permission_checks=True)
    return True


def take_down_due(*, page: int, now: datetime) -> bool:
    """Take a page down when its end has come and still holds."""
    found = Entry.objects.filter(pk=page, live=True, expire_at__lte=now).first()
    if found is None:
        return False
    found.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True
