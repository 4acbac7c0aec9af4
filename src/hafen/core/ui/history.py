"""The history of a row for the people who work with it, out of the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from hafen.core.accounts.models import User
from hafen.core.audit.models import Event
from hafen.core.places.models import MunicipalityRow

SHOWN = 100

# What a field was and what it became.
Change = tuple[Any, Any]


@dataclass(frozen=True)
class Moment:
    """One thing that was done to the row.

    :param who: empty for the house itself (imports, jobs, the command line)
    :param fields: labels of what changed, each with its former and its new value
        where the trail holds them
    """

    at: datetime
    who: str
    what: str
    fields: tuple[tuple[str, str, str], ...]


def history_of(row: MunicipalityRow, *, actions: Mapping[str, Any]) -> list[Moment]:
    """Return what was done to a row, the newest first, in two queries.

    :param actions: what each action of the trail is called; others are left out
    """
    events = list(
        Event.objects.filter(
            municipality_id=row.municipality_id,
            subject_id=str(row.pk),
            subject_table=row._meta.db_table,
        ).order_by("-at", "-id")[: 2 * SHOWN]
    )
    actors = {event.actor_id for event in events if event.actor_id}
    names = dict(User.objects.filter(pk__in=actors).values_list("pk", "name"))
    values = _values(events)
    return [
        Moment(
            at=event.at,
            who=names.get(event.actor_id, "") if event.actor_id else "",
            what=str(actions[event.action]),
            fields=_fields(row, event, values.get(event.request_id or "", {})),
        )
        for event in events
        if event.action in actions
    ][:SHOWN]


def _values(events: list[Event]) -> dict[str, dict[str, Change]]:
    """Return what the triggers noted, by request; the latest event comes first.

    The trail holds new values alone: the former one is that of the event before.
    """
    found: dict[str, dict[str, Change]] = {}
    present: dict[str, Any] = {}
    for event in reversed(events):
        if event.kind != Event.Kind.CHANGE:
            continue
        for name, value in event.values.items():
            known = found.setdefault(event.request_id or "", {})
            former = known[name][0] if name in known else present.get(name)
            known[name] = (former, value)
        present.update(event.values)
    return found


def _fields(
    row: Model, event: Event, values: Mapping[str, Change]
) -> tuple[tuple[str, str, str], ...]:
    changed = event.values.get("changed", [])
    found = []
    for name in changed:
        former, value = values.get(name, (None, None))
        found.append((_label(row, name), _shown(former), _shown(value)))
    return tuple(found)


def _label(row: Model, name: str) -> str:
    known = {field.name: field for field in row._meta.get_fields()}
    field: Any = known.get(name)
    if field is None:
        return name
    if hasattr(field, "verbose_name"):
        return str(field.verbose_name)
    return str(field.related_model._meta.verbose_name_plural)


def _shown(value: Any) -> str:
    """Return a value as text; the keyed hashes of long texts say nothing."""
    if value is None or isinstance(value, bool | dict):
        return ""
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    text = str(value)
    return "" if text.startswith("#") else text
