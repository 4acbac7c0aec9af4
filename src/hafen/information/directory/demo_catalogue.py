"""What the demo catalogue knows beyond its offers: courses, numbers, proposals."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.information.directory import services
from hafen.information.directory.models import Edition, PreparationStep, Service
from hafen.information.directory.proposing import said_by
from hafen.information.directory.shapes import ConditionData, CourseData
from hafen.network.organisations.models import Organisation

Entry = dict[str, Any]


def load(municipality: Municipality, data: Entry) -> None:
    """Make it once: an edition of the demo's title says that it is there."""
    if Edition.objects.filter(
        municipality=municipality, title=data["edition"]
    ).exists():
        return
    now = timezone.now()
    rows = Service.objects.filter(
        municipality=municipality, external_id__startswith="demo:"
    )
    by_code = {row.external_id.removeprefix("demo:"): row for row in rows}
    _kinds_and_conditions(by_code, data, now)
    for code, facts in data["courses"].items():
        _course(by_code[code], facts, now)
    for code, guests in data["visits"].items():
        _visits(by_code[code], guests, now)
    for facts in data["preparation"]:
        _preparation(municipality, facts, now)
    for facts in data["proposals"]:
        service = by_code[facts["code"]]
        said = {**said_by(service), facts["field"]: facts["text"]}
        services.propose_change(
            service=service, said=said, note=facts["note"], by=None, now=now
        )
    services.compile_edition(
        municipality=municipality, title=data["edition"], by=None, now=now
    )


def _kinds_and_conditions(
    by_code: dict[str, Service], data: Entry, now: datetime
) -> None:
    for code, kind in data["kinds"].items():
        services.edit_service(
            service=by_code[code], data={"kind": kind}, expected=None, by=None, now=now
        )
    for code, found in data["conditions"].items():
        conditions = [ConditionData(kind, values) for kind, values in found.items()]
        services.edit_service(
            service=by_code[code],
            data={"conditions": conditions},
            expected=None,
            by=None,
            now=now,
        )


def _course(service: Service, facts: Entry, now: datetime) -> None:
    today = timezone.localdate(now)
    level_from, level_to = facts["levels"]
    services.set_course(
        service=service,
        data=CourseData(
            type=facts["type"],
            level_from=level_from,
            level_to=level_to,
            starts_on=today + timedelta(days=facts["starts"]),
            ends_on=today + timedelta(days=facts["ends"]),
            is_volunteer=facts.get("volunteer", False),
            has_childcare=facts.get("childcare", False),
        ),
        places=facts["places"],
        by=None,
        now=now,
    )


def _visits(service: Service, guests: list[int], now: datetime) -> None:
    today = timezone.localdate(now)
    for weeks, number in enumerate(reversed(guests), start=1):
        services.count_visits(
            service=service,
            day=today - timedelta(weeks=weeks),
            guests=number,
            newcomers=number // 2,
            volunteers=3,
            note="",
            by=None,
        )


def _preparation(municipality: Municipality, facts: Entry, now: datetime) -> None:
    today = timezone.localdate(now)
    organisation = Organisation.objects.get(
        municipality=municipality, name=facts["organisation"]
    )
    service = services.create_service(
        municipality=municipality,
        data={
            "organisation": organisation,
            "name": facts["name"],
            "summary": facts["summary"],
            "topics": [facts["topic"]],
        },
        by=None,
        now=now,
    )
    for step in facts["steps"]:
        due = today + timedelta(days=step["due"]) if "due" in step else None
        row: PreparationStep = services.add_step(
            service=service,
            title=step["title"],
            support=step.get("support", ""),
            due_on=due,
            by=None,
        )
        if step.get("done"):
            services.tick_step(step=row, done_on=today, by=None)
