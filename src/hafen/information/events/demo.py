"""Events of the demo municipality, and their translations."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import District, Municipality, Site
from hafen.information.events import services
from hafen.information.events.models import CadenceGoal, Campaign, Event
from hafen.mechanisms.questions.services import QuestionData, create_questionnaire
from hafen.network.organisations.models import Organisation

Entry = dict[str, Any]
_PLAIN = (
    "kind", "place", "contact", "website", "languages", "is_free", "is_accessible",
    "is_pinned", "organiser", "topics", "rule",
)  # fmt: skip
_REGISTRATION = (
    "places", "waiting_places", "most_seats", "needs_approval", "offer_hours",
)  # fmt: skip


def register() -> None:
    demo_seeds.register(DemoSeed("events", 60, load_events))


def load_events(municipality: Municipality, data: Entry) -> None:
    """Make the events that are not there yet, translate and publish them."""
    now = timezone.now()
    present = set(
        Event.objects.filter(municipality=municipality).values_list("title", flat=True)
    )
    campaigns = {
        entry["key"]: _campaign(municipality, entry) for entry in data["campaigns"]
    }
    _agree_on_goals(municipality, data["goals"], timezone.localdate(now))
    for entry in data["events"]:
        if entry["title"]["de"] not in present:
            _event(municipality, entry, campaigns, now=now)


def _agree_on_goals(
    municipality: Municipality, goals: list[Entry], today: date
) -> None:
    """Set the goals of the file, unless there are some already."""
    if CadenceGoal.objects.filter(municipality=municipality).exists():
        return
    for goal in goals:
        values = {name: goal[name] for name in ("kind", "number", "period")}
        values["since"] = today - timedelta(days=goal["days_ago"])
        services.set_goal(municipality=municipality, values=values, by=None)


def _campaign(municipality: Municipality, entry: Entry) -> Campaign:
    for row in Campaign.objects.filter(municipality=municipality):
        if row.titles == entry["title"]:
            return row
    return services.keep_campaign(
        municipality=municipality,
        titles=entry["title"],
        texts=entry["text"],
        by=None,
    )


def _event(
    municipality: Municipality,
    entry: Entry,
    campaigns: dict[str, Campaign],
    *,
    now: Any,
) -> None:
    event = services.create_event(
        municipality=municipality,
        data=_data(municipality, entry, campaigns, timezone.localdate(now)),
        by=None,
        now=now,
    )
    for language, title in entry["title"].items():
        if language != "de":
            texts = {"title": title, "summary": entry["summary"].get(language, "")}
            services.translate_event(
                event=event,
                language=language,
                texts=texts,
                state="CHECKED",
                by=None,
                now=now,
            )
    if entry.get("state") != "DRAFT":
        services.publish_event(event=event, by=None, now=now)


def _data(
    municipality: Municipality,
    entry: Entry,
    campaigns: dict[str, Campaign],
    today: date,
) -> Entry:
    first = today + timedelta(days=entry["in_days"])
    data: Entry = {name: entry[name] for name in _PLAIN if name in entry}
    data |= {
        "title": entry["title"]["de"],
        "summary": entry["summary"]["de"],
        "description": entry.get("description", ""),
        "programme": entry.get("programme", ""),
        "first_day": first,
        "last_day": first + timedelta(days=entry.get("days", 1) - 1),
        "starts": _time(entry.get("starts")),
        "ends": _time(entry.get("ends")),
        "organisation_id": _key(Organisation, municipality, entry.get("organisation")),
        "site_id": _key(Site, municipality, entry.get("site")),
        "district_id": _key(District, municipality, entry.get("district")),
        "campaign": campaigns.get(entry.get("campaign", "")),
    }
    if not data["site_id"]:
        data["place"] = entry.get("place") or entry.get("site", "")
    if found := entry.get("registration"):
        data |= {name: found[name] for name in _REGISTRATION if name in found}
        data["has_registration"] = True
        data["questionnaire"] = create_questionnaire(
            municipality=municipality,
            name=entry["title"]["de"],
            by=None,
            questions=[QuestionData(**each) for each in found.get("questions", ())],
        )
    return data


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _key(model: Any, municipality: Municipality, name: str | None) -> Any:
    if not name:
        return None
    row = model.objects.filter(municipality=municipality, name=name).first()
    return row.pk if row else None
