"""Offers of the demo municipality, and their translations."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality
from hafen.core.translation.models import Translation
from hafen.core.translation.services import original_changed, save_translation
from hafen.information.directory import demo_catalogue, services
from hafen.information.directory.models import Service, ServiceTranslation
from hafen.information.directory.shapes import (
    Cost,
    DayOff,
    Email,
    LocationData,
    OfferedLanguage,
    Phone,
    Place,
    ScheduleData,
    ServiceData,
)
from hafen.network.organisations.models import Organisation

LANGUAGES = ("en", "ar", "fa", "uk", "ru", "tr", "fr")
# What the file says in the words of the service itself.
OWN = (
    "name", "summary", "description", "application", "eligibility", "documents",
    "costs", "accessibility", "interpreting", "alert", "website", "is_free",
    "age_from", "age_to", "topics",
)  # fmt: skip
ADDRESS = (
    "name", "street", "house_number", "addition", "postal_code", "transport",
)  # fmt: skip

Entry = dict[str, Any]


def register() -> None:
    demo_seeds.register(DemoSeed("services", 40, load_services))
    # After the people: a proposal becomes somebody's todo.
    demo_seeds.register(DemoSeed("catalogue", 90, demo_catalogue.load))
    for language in LANGUAGES:
        load = partial(load_translations, language)
        demo_seeds.register(DemoSeed(f"translations/{language}", 50, load))


def load_services(municipality: Municipality, data: Entry) -> None:
    """Make the offers that are not there yet and publish them."""
    now = timezone.now()
    present = _by_code(municipality)
    organisations = {
        row.name: row for row in Organisation.objects.filter(municipality=municipality)
    }
    for entry in data["services"]:
        if entry["code"] in present:
            continue
        provider = data["providers"][entry["organisation"]]
        stands = data["providers"][entry.get("place", entry["organisation"])]
        said = _data(entry, organisations[provider["organisation"]], now)
        said["places"] = _places(municipality, stands)
        service = services.create_service(
            municipality=municipality, data=said, by=None, now=now
        )
        services.publish_service(service=service, expected=None, by=None, now=now)


def load_translations(language: str, municipality: Municipality, data: Entry) -> None:
    """Add the texts of one language where the offer has none in it."""
    rows = _by_code(municipality)
    present = set(
        ServiceTranslation.objects.filter(
            municipality=municipality, language=language
        ).values_list("service_id", flat=True)
    )
    for code, entry in data.items():
        service = rows.get(code)
        if service is not None and service.pk not in present:
            _translate(service, language, entry)


def _translate(service: Service, language: str, entry: Entry) -> None:
    """Save the texts; made from an earlier original they are outdated at once."""
    earlier: dict[str, str] = entry.get("earlier", {})
    present = {name: getattr(service, name) for name in earlier}
    _say(service, earlier)
    save_translation(
        row=service,
        language=language,
        texts={name: text for name, text in entry.items() if name != "earlier"},
        state=Translation.State.CHECKED,
        by=None,
        now=timezone.now(),
    )
    _say(service, present)
    if earlier:
        original_changed(row=service)


def _say(service: Service, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        setattr(service, name, text)


def _by_code(municipality: Municipality) -> dict[str, Service]:
    found = Service.objects.filter(
        municipality=municipality, external_id__startswith="demo:"
    )
    return {row.external_id.removeprefix("demo:"): row for row in found}


def _data(entry: Entry, organisation: Organisation, now: datetime) -> ServiceData:
    checked = timezone.localdate(now) - timedelta(days=entry["checked"])
    own: Any = {name: entry[name] for name in OWN if name in entry}
    data: ServiceData = own
    data["organisation"] = organisation
    data["external_id"] = f"demo:{entry['code']}"
    data["last_checked_on"] = checked
    data["target_groups"] = entry["groups"]
    data["languages"] = [_language(spoken) for spoken in entry["languages"]]
    data["phones"] = [Phone(organisation.phone)]
    data["emails"] = [Email(organisation.email)]
    data["cost_options"] = [
        Cost(Decimal(price["amount"]), price["option"])
        for price in entry.get("prices", [])
    ]
    data["schedules"] = [_schedule(entry, line) for line in entry["hours"]]
    return data


def _language(spoken: str | Entry) -> OfferedLanguage:
    if isinstance(spoken, str):
        return OfferedLanguage(spoken)
    return OfferedLanguage(spoken["tag"], spoken["note"])


def _schedule(entry: Entry, line: Entry) -> ScheduleData:
    return ScheduleData(
        rrule=f"FREQ=WEEKLY;BYDAY={line['days']}",
        opens_at=time.fromisoformat(line["opens"]),
        closes_at=time.fromisoformat(line["closes"]),
        closed_on_holidays=not line.get("on_holidays", False),
        note=line.get("note", ""),
        exceptions=tuple(
            DayOff(day=_day(off), reason=off["reason"])
            for off in entry.get("closed", [])
        ),
    )


def _day(off: Entry) -> date:
    day: date = off["day"]
    return day


def _places(municipality: Municipality, provider: Entry) -> list[Place]:
    """Return where it is offered; a shelter names its address to nobody."""
    place: Entry | None = provider.get("place")
    if place is None:
        return []
    longitude, latitude = place["point"]
    address: Any = {name: place[name] for name in ADDRESS if name in place}
    location = services.find_or_create_location(
        municipality=municipality,
        data=LocationData(
            city=municipality.name,
            longitude=longitude,
            latitude=latitude,
            access_features=tuple(place.get("access", ())),
            **address,
        ),
        by=None,
    )
    return [Place(location)]
