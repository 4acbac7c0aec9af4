"""Trainings of the demo municipality, all of them invented."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality
from hafen.exchange.pool.models import Helper
from hafen.exchange.training import queries, services
from hafen.exchange.training.models import Group, Module, Participant, Poll, Run, Unit
from hafen.information.events import services as events
from hafen.mechanisms.bookings.services import RegistrationData
from hafen.network.organisations.models import Organisation

Said = Mapping[str, Any]


def register() -> None:
    demo_seeds.register(DemoSeed("training", 58, load))


def load(municipality: Municipality, data: Said) -> None:
    """Make trainings, hold and plan some, ask a poll; a second time changes nothing."""
    by = User.objects.filter(email=data["by"]).first()
    if by is None or Module.objects.filter(municipality=municipality).exists():
        return
    for entry in data["trainings"]:
        services.save_module(
            municipality=municipality, module=None, data=entry, expected=None, by=by
        )
    for unit in data["units"]:
        services.save_unit(municipality=municipality, by=by, contact="", **unit)
    for entry in data["runs"]:
        _hold(_run(municipality, entry, by), entry, by)
    for name, association in data["associations"].items():
        services.affiliate(
            helper=Helper.objects.get(municipality=municipality, name=name),
            organisation=Organisation.objects.get(
                municipality=municipality, name=association
            ),
            by=by,
        )
    _poll(municipality, data["poll"], by)


def _run(town: Municipality, entry: Said, by: User) -> Run:
    module = Module.objects.get(municipality=town, name=entry["training"])
    providers = Organisation.objects.filter(municipality=town)
    return services.plan_run(
        municipality=town,
        module=module,
        data={
            "title": module.name,
            "first_day": _evening(timezone.localdate(), entry["in_days"]),
            "starts": time(18),
            "ends": time(21),
            "place": entry["place"],
            "organisation": providers.filter(name=entry.get("provider", "")).first(),
        },
        groups=entry["groups"],
        places=20,
        times=module.parts,
        owner=by,
        by=by,
        now=timezone.now(),
    )


def _hold(run: Run, entry: Said, by: User) -> None:
    """Enter people, say who was there, and call off what falls out."""
    now = timezone.now()
    people = [(_enrol(run, each, by, now), each) for each in entry["people"]]
    for part, day in queries.days_of(run).items():
        if day < timezone.localdate(now):
            there = [row.pk for row, said in people if part in said.get("there", ())]
            services.mark_part(run=run, part=part, present=there, by=by, now=now)
    if lost := entry.get("lost"):
        day = queries.days_of(run)[lost]
        values = {"is_cancelled": True}
        events.change_date(event=run.event, day=day, values=values, by=by, now=now)


def _enrol(run: Run, said: Said, by: User, now: datetime) -> Participant:
    town = run.municipality
    name = said.get("helper") or said["name"]
    helpers = Helper.objects.filter(municipality=town, name=said.get("helper", ""))
    units = Unit.objects.filter(municipality=town, name=said.get("unit", ""))
    return services.enrol(
        run=run,
        person=RegistrationData(name=name, language=town.default_language),
        facts={
            "group": said.get("group", Group.VOLUNTEER),
            "role": said.get("role", Participant.Role.LEARNS),
            "helper": helpers.first(),
            "unit": units.first(),
        },
        by=by,
        now=now,
    )


def _poll(town: Municipality, data: Said, by: User) -> None:
    today = timezone.localdate()
    poll = services.open_poll(
        municipality=town,
        title=data["title"],
        topics=data["topics"],
        closes_on=today + timedelta(days=21),
        by=by,
    )
    for ticked in data["answers"]:
        _answer(poll, ticked, today)


def _answer(poll: Poll, ticked: list[int], today: date) -> None:
    """Tick topics by the open link, as somebody would who was not invited."""
    asked = poll.questionnaire.questions.order_by("place", "pk")[0]
    services.answer_poll(
        poll=poll,
        who=poll.pk,
        answers={asked.pk: [asked.options[number]["key"] for number in ticked]},
        language=poll.municipality.default_language,
        today=today,
    )


def _evening(today: date, days: int) -> date:
    """Return a working day about so far ahead."""
    day = today + timedelta(days=days)
    return day + timedelta(
        days=max(0, 7 - day.isoweekday()) if day.isoweekday() > 5 else 0
    )
