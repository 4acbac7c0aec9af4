"""Contact points and inquiries of the demo municipality, all of them invented."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import Team, User
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.db.names import sort_key
from hafen.core.places.models import Municipality, Site
from hafen.voice.inquiries import services
from hafen.voice.inquiries.models import ContactPoint, Inquiry


def register() -> None:
    demo_seeds.register(DemoSeed("inquiries", 60, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make contact points and inquiries; a second time changes nothing."""
    if ContactPoint.objects.filter(municipality=municipality).exists():
        return
    points = {entry["name"]: _point(municipality, entry) for entry in data["points"]}
    for entry in data["inquiries"]:
        _inquiry(municipality, entry, points)


def _point(municipality: Municipality, entry: dict[str, Any]) -> ContactPoint:
    return ContactPoint.objects.create(
        municipality=municipality,
        name=entry["name"],
        names=entry.get("names", {}),
        sort_key=sort_key(entry["name"]),
        mandates=entry["mandates"],
        funding=entry.get("funding", ""),
        site=Site.objects.filter(name=entry.get("site", "")).first(),
        team=Team.objects.filter(name=entry.get("team", "")).first(),
        addressee=User.objects.filter(email=entry.get("addressee", "")).first(),
        phone=entry["phone"],
        email=entry["email"],
    )


def _inquiry(
    municipality: Municipality, entry: dict[str, Any], points: dict[str, ContactPoint]
) -> None:
    now = timezone.now()
    received = now - timedelta(days=entry["days_ago"])
    inquiry = services.receive_inquiry(
        municipality=municipality,
        new=services.NewInquiry(
            kind=entry["kind"],
            channel=entry["channel"],
            language=entry["language"],
            text=entry["text"],
            person=services.Person(**entry.get("person", {})),
            who=entry.get("who", ""),
            point=points.get(entry.get("point", "")),
            topics=tuple(entry.get("topics", ())),
            has_pin=entry["channel"] == "WEB",
            call_back_days=1 if entry["channel"] == "MACHINE" else None,
        ),
        now=received,
    )
    by = User.objects.filter(email=entry.get("by", "")).first()
    if by is None:
        return
    services.sort_inquiry(
        inquiry=inquiry,
        data=services.Triage(
            owner=by, legal_areas=entry.get("legal_areas", []), route="ANSWER"
        ),
        expected=None,
        by=by,
        now=received + timedelta(hours=2),
    )
    if "answer" in entry:
        services.reply(
            inquiry=inquiry,
            text=entry["answer"],
            is_question=False,
            whole=False,
            by=by,
            now=received + timedelta(hours=5),
        )
    if "closed" in entry:
        services.close_inquiry(
            inquiry=Inquiry.objects.get(pk=inquiry.pk),
            reaction=entry["closed"]["reaction"],
            success=entry["closed"]["success"],
            because="",
            expected=None,
            by=by,
            now=received + timedelta(hours=20),
        )
