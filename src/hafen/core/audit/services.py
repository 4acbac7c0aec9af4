"""What the triggers cannot see: readings, and decisions with their names."""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.http import HttpRequest

from hafen.core.audit.models import Event
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
    actor = by.pk if isinstance(by, models.Model) else by
    # The database fills in for whom it works: a page is spared the question.
    Event.objects.create(
        kind=kind,
        municipality_id=_key("municipality"),
        actor_id=actor or _key("actor"),
        channel=Coalesce(_setting("channel"), Value("web")),
        request_id=Coalesce(_setting("request"), Value("")),
        action=action,
        subject_table=subject._meta.db_table if subject else "",
        subject_id=str(subject.pk) if subject else "",
        fields=sorted(details or {}),
        values=details or {},
    )


def _setting(name: str) -> Any:
    """Return a setting of the transaction (`db.context`) for a statement."""
    found = Func(Value(f"hafen.{name}"), Value(value=True), function="current_setting")
    return NullIf(found, Value(""), output_field=models.CharField())


def _key(name: str) -> Any:
    return Cast(_setting(name), models.UUIDField())


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
