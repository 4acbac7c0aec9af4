"""What the triggers cannot see: readings, and decisions with their names."""

from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpRequest

from hafen.core.audit.models import Event
from hafen.core.db import context
from hafen.core.db.sheets import Sheet


def record(
    *,
    action: str,
    subject: models.Model | None = None,
    by: models.Model | UUID | None = None,
    details: dict[str, Any] | None = None,
    kind: Event.Kind = Event.Kind.DECISION,
) -> None:
    """Add one event to the trail, in the transaction of what it tells.

    :param action: room, thing and verb: "directory.service.published"
    :param by: who did it; the actor of the context when not given
    :param details: values that are free of personal data
    """
    now = context.current()
    actor = by.pk if isinstance(by, models.Model) else by
    Event.objects.create(
        kind=kind,
        municipality_id=now.municipality,
        actor_id=actor or now.actor,
        channel=now.channel,
        request_id=now.request_id,
        action=action,
        subject_table=subject._meta.db_table if subject else "",
        subject_id=str(subject.pk) if subject else "",
        fields=sorted(details or {}),
        values=details or {},
    )


def seen(*, subject: models.Model, what: str) -> None:
    """Add that the actor of the context has read personal data of a row.

    :param what: room and view: "accounts.person"
    """
    record(action=f"{what}.read", subject=subject, kind=Event.Kind.READ)


def note_export(request: HttpRequest, sheet: Sheet, rows: int) -> None:
    """Add that the actor of the request took a list away as a file."""
    del request  # the context knows who it is
    record(
        action="lists.exported",
        kind=Event.Kind.READ,
        details={"list": sheet.name, "rows": rows},
    )
