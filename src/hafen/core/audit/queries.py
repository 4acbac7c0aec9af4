from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models

from hafen.core.audit.models import Event
from hafen.core.audit.rules import READ_TRAIL
from hafen.core.audit.shields import shields
from hafen.core.db.permissions import Holder


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the trail; empty: everything."""

    subject: str = ""
    actor: UUID | None = None
    kind: str = ""
    first_day: date | None = None
    last_day: date | None = None

    def conditions(self) -> dict[str, Any]:
        found = {
            "subject_id": self.subject,
            "actor_id": self.actor,
            "kind": self.kind,
            "at__date__gte": self.first_day,
            "at__date__lte": self.last_day,
        }
        return {name: value for name, value in found.items() if value}


def events_visible_to(
    user: Holder, municipality: UUID, wanted: Wanted
) -> models.QuerySet[Event]:
    """Return the events of a municipality, the newest first."""
    if not READ_TRAIL.held_by(user):
        return Event.objects.none()
    events = Event.objects.filter(municipality_id=municipality)
    hidden = {key for shield in shields for key in shield.hidden(user)}
    if hidden:
        events = events.exclude(subject_id__in=hidden)
    return events.filter(**wanted.conditions()).order_by("-id")


def history_of(row: models.Model, *, limit: int = 50) -> list[Event]:
    """Return the newest events of one row, for the page of that row.

    Whoever may see the row may see its history; the caller has checked that.
    """
    events = Event.objects.filter(
        subject_table=row._meta.db_table, subject_id=str(row.pk)
    )
    return list(events.order_by("-id")[:limit])
