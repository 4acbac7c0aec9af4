"""Nothing of interpreting is without an owner: its todos."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.exchange.interpreting.errors import NoService
from hafen.exchange.interpreting.models import Service
from hafen.exchange.interpreting.queries import service_of
from hafen.mechanisms.todos import services as todos

FIND, CONFIRM, APPROVE, REPORT, CHECK, COMPLAINT, RELIEF, AWAIT = (
    "interpreting.find",
    "interpreting.confirm",
    "interpreting.approve",
    "interpreting.report",
    "interpreting.check",
    "interpreting.complaint",
    "interpreting.relief",
    "interpreting.await",
)
TITLES = {
    FIND: gettext_noop("Find an interpreter"),
    CONFIRM: gettext_noop("An interpreter can come: settle the appointment"),
    APPROVE: gettext_noop("An institution wants to book interpreters: approve it"),
    REPORT: gettext_noop("The times of an appointment are missing"),
    CHECK: gettext_noop("Look at the details of an interpreter"),
    COMPLAINT: gettext_noop("An appointment did not go well: ask what happened"),
    RELIEF: gettext_noop("An interpreter would like to talk about a job"),
    AWAIT: gettext_noop("Ask a provider whether somebody comes"),
}
SUBJECTS = {
    FIND: "appointment",
    CONFIRM: "appointment",
    AWAIT: "appointment",
    REPORT: "appointment",
    APPROVE: "institution",
    CHECK: "interpreter",
    COMPLAINT: "appointment",
    RELIEF: "interpreter",
}


def service(municipality: Municipality) -> Service:
    """
    Return how the municipality runs its pool.

    :raises NoService: if nobody looks after it yet
    """
    found = service_of(municipality)
    if found is None:
        raise NoService
    return found


def remind(
    row: Any, kind: str, *, owner: User, due_on: date, today: date, by: User | None
) -> None:
    todos.create_todo(
        municipality=row.municipality,
        kind=kind,
        title=TITLES[kind],
        today=today,
        owner=owner,
        subject_type=SUBJECTS[kind],
        subject_id=row.pk,
        due_on=due_on,
        by=by,
    )


def relieve(row: Any, *kinds: str, by: User | None, now: datetime) -> None:
    for kind in kinds:
        todos.finish_about(
            kind=kind,
            subject_id=row.pk,
            municipality=row.municipality,
            by=by,
            now=now,
        )
