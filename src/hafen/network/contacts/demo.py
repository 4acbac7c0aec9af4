"""Contacts of the demo municipality: fictional, and nobody by name."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality
from hafen.network.contacts import services
from hafen.network.contacts.models import Contact, OfficeTask
from hafen.network.organisations.models import Organisation

_LOOKED_UP = frozenset({"days_ago", "task", "organisation"})


def register() -> None:
    demo_seeds.register(DemoSeed("contacts", 40, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make tasks and contacts; a second time changes nothing."""
    if Contact.objects.filter(municipality=municipality).exists():
        return
    if not OfficeTask.objects.filter(municipality=municipality).exists():
        for code, name in data["tasks"].items():
            services.add_task(municipality=municipality, code=code, name=name, by=None)
    tasks = {
        task.code: task for task in OfficeTask.objects.filter(municipality=municipality)
    }
    actors = {
        row.name: row for row in Organisation.objects.filter(municipality=municipality)
    }
    today = timezone.localdate()
    for entry in data["contacts"]:
        facts: services.ContactData = {
            "held_on": today - timedelta(days=entry["days_ago"]),
            "task": tasks.get(entry.get("task", "")),
            "organisation": actors.get(entry.get("organisation", "")),
        }
        rest = {name: entry[name] for name in entry.keys() - _LOOKED_UP}
        facts.update(rest)  # type: ignore[typeddict-item]  # the file has its keys
        services.record_contact(municipality=municipality, data=facts, by=None)
