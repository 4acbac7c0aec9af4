"""Volunteers of the demo municipality, all of them invented."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import District, Municipality, Site
from hafen.exchange.volunteers import services
from hafen.exchange.volunteers.models import Partner, Volunteer
from hafen.network.organisations.models import Organisation


def register() -> None:
    demo_seeds.register(DemoSeed("volunteers", 56, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make volunteers at every stage; a second time changes nothing."""
    if Volunteer.objects.filter(municipality=municipality).exists():
        return
    by = User.objects.filter(email=data["by"]).first()
    if by is None:
        return
    now = timezone.now()
    for entry in data["volunteers"]:
        _enter(municipality, entry, by, now - timedelta(days=entry["days_ago"]))
    _places(municipality, data, by, now)
    _groups(municipality, data, by, now)
    _shifts(municipality, data, by, now)


def _enter(
    municipality: Municipality, entry: dict[str, Any], by: User, now: datetime
) -> Volunteer:
    districts = District.objects.filter(municipality=municipality)
    person = {name: entry[name] for name in _PERSON if name in entry}
    volunteer = services.register(
        municipality=municipality,
        profile=services.Profile(
            tuple(entry["kinds"]),
            person,
            {"owner": by, "wishes": entry.get("wishes", "")},
            {
                "text": entry["text"],
                "languages": entry["languages"],
                "slots": sum(1 << place for place in entry["slots"]),
                "district": districts.filter(name=entry["district"]).first(),
                "radius_km": 10,
            },
        ),
        source=Volunteer.Source.WEB,
        by=None,
        now=now,
    )
    if "talked" not in entry:
        return volunteer
    on = timezone.localdate(now) + timedelta(days=4)
    services.hold_talk(
        volunteer=volunteer,
        kind="FIRST",
        on=on,
        decision="CLARIFIED",
        note=entry["talked"],
        by=by,
        now=now + timedelta(days=4),
    )
    for kind in entry.get("proofs", ()):
        services.note_proof(
            volunteer=volunteer,
            kind=kind,
            shown_on=on,
            valid_until=None,
            by=by,
            now=now + timedelta(days=5),
        )
    return volunteer


def _places(
    municipality: Municipality, data: dict[str, Any], by: User, now: datetime
) -> None:
    """Make partners, profiles and places, for organisations that are there."""
    profiles = {
        entry["title"]: services.save_profile(
            municipality=municipality, data=entry, by=by
        )
        for entry in data["profiles"]
    }
    for entry in data["places"]:
        rows = Organisation.objects.filter(municipality=municipality)
        organisation = rows.filter(name=entry["partner"]).first()
        if organisation is None:
            continue
        partner = Partner.objects.filter(organisation=organisation).first()
        if partner is None:
            facts = {"organisation": organisation, "email": "partner@example.org"}
            partner = services.save_partner(
                municipality=municipality, data=facts, by=by
            )
        sites = Site.objects.filter(municipality=municipality, name=entry["site"])
        services.enter_place(
            partner=partner,
            data=services.PlaceData(
                {
                    "title": entry["title"],
                    "places": entry["places"],
                    "languages": entry["languages"],
                    "slots": sum(1 << place for place in entry["slots"]),
                    "owner": by,
                },
                {
                    "profile": profiles[entry["profile"]],
                    "site": sites.first(),
                    "activities": entry["activities"],
                },
            ),
            by=by,
            now=now,
        )


def _groups(
    municipality: Municipality, data: dict[str, Any], by: User, now: datetime
) -> None:
    people = list(Volunteer.objects.filter(municipality=municipality).order_by("pk"))
    for place, entry in enumerate(data["groups"]):
        facts = {name: entry[name] for name in ("name", "topic", "rhythm")}
        if "cafe_in" in entry:
            at = (now + timedelta(days=entry["cafe_in"])).replace(minute=0, second=0)
            facts |= {"has_cafe": True, "cafe_at": at, "cafe_place": entry["cafe"]}
        group = services.save_group(municipality=municipality, data=facts, by=by)
        services.join_group(
            group=group,
            volunteer=people[place % len(people)],
            is_contact=True,
            by=by,
            now=now,
        )


def _shifts(
    municipality: Municipality, data: dict[str, Any], by: User, now: datetime
) -> None:
    for entry in data["tasks"]:
        task = services.save_task(
            municipality=municipality,
            data={"title": entry["title"], "kind": entry["kind"], "owner": by},
            by=by,
            now=now,
        )
        starts = (now + timedelta(days=entry["in"])).replace(
            hour=14, minute=0, second=0, microsecond=0
        )
        services.add_shifts(
            task=task,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            places=entry["places"],
            weeks=3,
            by=by,
            now=now,
        )


_PERSON = ("name", "channel", "email", "phone", "gender", "skills", "consent_on")
