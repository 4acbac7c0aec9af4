"""Offers and requests of the demo municipality, all of them invented."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import District, Municipality
from hafen.exchange.pool import services, times
from hafen.exchange.pool.models import Need, Offer, Visibility

_PERSON = ("name", "channel", "email", "phone", "gender", "skills", "clearance")


def register() -> None:
    demo_seeds.register(DemoSeed("pool", 55, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make offers and requests, and ask one helper; a second time changes nothing."""
    if Need.objects.filter(municipality=municipality).exists():
        return
    if not User.objects.filter(email=data["offers"][0]["by"]).exists():
        return
    now = timezone.now()
    for entry in data["offers"]:
        services.enter_offer(
            municipality=municipality,
            person=services.Person({n: entry[n] for n in _PERSON if n in entry}),
            data=_facts(municipality, entry),
            by=None,
            now=_then(entry, now),
        )
    for entry in data["needs"]:
        facts = _facts(municipality, entry) | {
            "clearance": entry.get("clearance", 0),
            "gender_wish": entry.get("gender", ""),
            "wished_skills": entry.get("wished", []),
            "visibility": entry.get("seen_by", Visibility.INTERNAL),
        }
        services.enter_need(
            municipality=municipality,
            person=services.Person({"name": entry["name"]}),
            data=facts,
            by=None,
            now=_then(entry, now),
        )
    _ask_one(municipality, now)


def _then(entry: dict[str, Any], now: datetime) -> datetime:
    return now - timedelta(days=entry["days_ago"])


def _facts(municipality: Municipality, entry: dict[str, Any]) -> dict[str, Any]:
    """Return what an entry says of the posting; it holds on from today."""
    today = timezone.localdate()
    districts = District.objects.filter(municipality=municipality)
    return {
        "kind": entry["kind"],
        "title": entry["title"],
        "languages": entry["languages"],
        "slots": times.word_of(entry["slots"]),
        "places": entry.get("places", 1),
        "district": districts.filter(name=entry["district"]).first(),
        "radius_km": entry["radius"],
        "is_urgent": entry.get("urgent", False),
        "owner": User.objects.filter(email=entry["by"]).first(),
        "valid_until": today + timedelta(days=60),
        "due_on": today + timedelta(days=entry["days_ago"] % 9),
    }


def _ask_one(municipality: Municipality, now: datetime) -> None:
    need = Need.objects.filter(municipality=municipality, kind="TEACHING").first()
    offer = Offer.objects.filter(municipality=municipality, kind="TEACHING").first()
    if need is not None and offer is not None:
        services.ask(need=need, offers=[offer], by=need.owner, now=now)
