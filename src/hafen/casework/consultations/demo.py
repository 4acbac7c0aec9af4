"""A counselling point of the demo municipality: plan, numbers and load, invented."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from hafen.casework.cases.models import Client
from hafen.casework.consultations import queries, services
from hafen.casework.consultations.models import DeskHour, Visit
from hafen.casework.consultations.queries import Who
from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality, Site
from hafen.network.organisations.models import Organisation


def register() -> None:
    demo_seeds.register(DemoSeed("consultations", 75, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make a desk plan and some days of visits; a second time changes nothing."""
    by = User.objects.filter(email=data["by"]).first()
    if by is None or DeskHour.objects.filter(municipality=municipality).exists():
        return
    site = Site.objects.get(municipality=municipality, name=data["site"])
    today = timezone.localdate()
    with acting(Context(municipality.pk, by.pk, "demo")):
        for entry in data["plan"]:
            _desk_hour(site, entry, today, by)
        for entry in data["days"]:
            _day(site, entry, today, by)
        for entry in data["appointments"]:
            _appointment(site, entry, today, by)
        for entry in data["online"]:
            _online(site, entry)


def _desk_hour(site: Site, entry: dict[str, Any], today: date, by: User) -> None:
    adviser = User.objects.filter(email=entry.get("adviser", "")).first()
    actor = Organisation.objects.filter(name=entry.get("organisation", "")).first()
    services.save_desk_hour(
        municipality=site.municipality,
        hour=None,
        facts={
            "site": site,
            "adviser": adviser,
            "organisation": actor,
            "first_day": today - timedelta(days=90),
            "begins": time.fromisoformat(entry["begins"]),
            "ends": time.fromisoformat(entry["ends"]),
            **{
                name: entry[name]
                for name in (
                    "weekday",
                    "name",
                    "room",
                    "languages",
                    "topics",
                    "online_minutes",
                )
                if name in entry
            },
        },
        expected=None,
        by=by,
    )


def _appointment(site: Site, entry: dict[str, Any], today: date, by: User) -> None:
    day = today + timedelta(days=entry["in_days"])
    client = Client.objects.get(name=entry["person"])
    services.arrange(
        site=site,
        adviser=by,
        starts_at=timezone.make_aware(
            datetime.combine(day, time.fromisoformat(entry["begins"]))
        ),
        minutes=30,
        topic=entry["topic"],
        language=entry["language"],
        interpreter_for=None,
        who=Who(client.household, client),
        by=by,
        now=timezone.now(),
    )


def _online(site: Site, entry: dict[str, Any]) -> None:
    now, topic, language = timezone.now(), entry["topic"], entry["language"]
    free = queries.free_times(
        site.municipality, site, topic=topic, language=language, now=now
    )
    row = services.ask(
        site=site,
        free=free[0],
        topic=topic,
        language=language,
        email=entry["email"],
        page_language=entry["page"],
        now=now,
    )
    if row is not None:
        services.confirm(appointment=row)


def _day(site: Site, entry: dict[str, Any], today: date, by: User) -> None:
    """Let people come on a weekday of some weeks before, or today."""
    for week in range(1, entry["weeks"] + 1):
        monday = today - timedelta(days=today.weekday())
        day = monday - timedelta(weeks=week) + timedelta(days=entry["weekday"])
        begin = datetime.combine(day, time.fromisoformat(entry["begins"]))
        for number in range(entry["visits"]):
            came = timezone.make_aware(begin + timedelta(minutes=6 * number))
            _visit(site, came, entry["wait"] + number, _who(entry, number), by)


def _who(entry: dict[str, Any], number: int) -> Who | None:
    people = entry.get("people", [])
    if number >= len(people):
        return None
    client = Client.objects.get(name=people[number])
    return Who(client.household, client)


def _visit(site: Site, came: datetime, wait: int, who: Who | None, by: User) -> Visit:
    visit = services.check_in(site=site, who=who, by=by, now=came)
    called = came + timedelta(minutes=wait)
    services.call(visit=visit, by=by, now=called)
    services.record_visit(
        visit=visit,
        data={
            "held_on": visit.day,
            "group": "b",
            "channel": "PERSONAL",
            "result": "INFORMED",
            "site": site,
        },
        who=who,
        by=by,
        now=called + timedelta(minutes=12),
    )
    return visit
