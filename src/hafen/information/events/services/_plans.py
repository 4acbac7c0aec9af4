from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction

from hafen.core.audit import services as audit
from hafen.core.db.personal_data import DataClass
from hafen.core.db.versions import locked, save_next
from hafen.core.files import services as files
from hafen.core.places.models import Municipality
from hafen.core.places.services import content_changed
from hafen.information.events.models import (
    CadenceGoal,
    Event,
    EventFile,
    PlanEntry,
    Wish,
)


@transaction.atomic
def add_plan_entry(*, event: Event, kind: str, day: date, text: str, by: Any) -> None:
    """Note an agreement or a task of the planning."""
    row = PlanEntry.objects.create(
        municipality_id=event.municipality_id,
        event=event,
        kind=kind,
        day=day,
        text=text,
    )
    audit.record(action="events.plan.noted", subject=row, by=by)


@transaction.atomic
def finish_plan_entry(*, entry: PlanEntry, by: Any) -> None:
    """Tick a task off."""
    fresh = locked(entry, expected=None)
    fresh.is_done = True
    save_next(fresh)
    audit.record(action="events.plan.done", subject=fresh, by=by)


@transaction.atomic
def add_paper(
    *,
    event: Event,
    upload: File,  # type: ignore[type-arg]  # bytes or text, only read
    title: str,
    by: Any,
) -> EventFile:
    """
    Put a paper on the event's page.

    :raises TooLarge: and the other refusals of `files.services.store`
    """
    stored = files.store(
        municipality=event.municipality_id,
        upload=upload,
        kind="events.paper",
        data_class=DataClass.P0,
        owner=event.pk,
    )
    row = EventFile.objects.create(
        municipality_id=event.municipality_id, event=event, file=stored, title=title
    )
    content_changed(event.municipality_id)
    audit.record(action="events.paper.added", subject=row, by=by)
    return row


@transaction.atomic
def drop_paper(*, paper: EventFile, by: Any) -> None:
    """Take a paper off the page and delete its file."""
    audit.record(action="events.paper.dropped", subject=paper, by=by)
    stored = paper.file
    paper.delete()
    files.discard(file=stored)
    content_changed(paper.municipality_id)


@transaction.atomic
def set_goal(
    *, municipality: Municipality, values: Mapping[str, Any], by: Any
) -> CadenceGoal:
    """Agree on how often events of a kind take place."""
    goal = CadenceGoal.objects.create(municipality=municipality, **values)
    audit.record(action="events.goal.set", subject=goal, by=by)
    return goal


@transaction.atomic
def drop_goal(*, goal: CadenceGoal, by: Any) -> None:
    audit.record(action="events.goal.dropped", subject=goal, by=by)
    goal.delete()


@transaction.atomic
def wish_for(*, municipality: Municipality, title: str, by: Any) -> Wish:
    """Wish for an event; the same words are one wish with one voice more."""
    row = (
        Wish.objects.select_for_update()
        .filter(municipality=municipality, title__iexact=title.strip(), event=None)
        .first()
    )
    if row is None:
        row = Wish.objects.create(municipality=municipality, title=title.strip())
    else:
        row.voices += 1
        save_next(row)
    audit.record(action="events.wish.voiced", subject=row, by=by)
    return row


@transaction.atomic
def link_wish(*, wish: Wish, event: Event, by: Any) -> None:
    """Say which event a wish became."""
    fresh = locked(wish, expected=None)
    fresh.event = event
    save_next(fresh)
    audit.record(action="events.wish.planned", subject=fresh, by=by)
