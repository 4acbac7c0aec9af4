"""Notices of the demo municipality, all of them invented."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import District, Municipality
from hafen.exchange.board import services
from hafen.exchange.board.models import Post
from hafen.network.organisations.models import Organisation

_FACTS = ("side", "category", "title", "text", "language")


def register() -> None:
    demo_seeds.register(DemoSeed("board", 56, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make notices, one of them answered; a second time changes nothing."""
    if Post.objects.filter(municipality=municipality).exists():
        return
    here = User.objects.filter(municipality=municipality)
    moderator = here.filter(email="moderation@example.org").first()
    if moderator is None:
        return
    now = timezone.now()
    districts = list(
        District.objects.filter(municipality=municipality).order_by("name", "pk")[:3]
    )
    bodies = list(Organisation.objects.filter(municipality=municipality).published())
    made = [
        _make(municipality, entry, (districts, bodies), moderator, now)
        for entry in data["posts"]
    ]
    _answer(made[0], now)
    services.report(
        row=made[8], reason="OTHER", text="Das Fahrrad ist schon weg.", now=now
    )
    wish = services.subscribe(
        municipality=municipality,
        email="leserin@example.org",
        language="de",
        side="",
        categories=["goods"],
        now=now,
    )
    services.confirm_subscription(row=wish, side="", categories=["goods"], now=now)


def _make(
    municipality: Municipality,
    entry: dict[str, Any],
    known: tuple[list[District], list[Organisation]],
    moderator: User,
    now: datetime,
) -> Post:
    districts, bodies = known
    then = now - timedelta(days=entry["days_ago"])
    place = entry.get("organisation")
    body = bodies[place] if place is not None and place < len(bodies) else None
    facts = {name: entry[name] for name in _FACTS}
    facts["district"] = districts[entry["district"]] if districts else None
    number = f"{entry['side']}-{entry['category']}-{entry['days_ago']}".lower()
    row = services.post(
        municipality=municipality,
        new=services.NewPost(
            facts=facts,
            person={
                "name": entry.get("name") or (body.name if body else "Demo"),
                "email": f"{number}@example.org",
                "language": entry["language"],
            },
            organisation=body,
            by=None if entry.get("waits") else moderator,
        ),
        now=then,
    )
    if entry.get("found"):
        services.close_post(row=row, outcome=entry["found"], by=None, now=now)
    return row


def _answer(row: Post, now: datetime) -> None:
    services.answer_post(
        row=row,
        person={"name": "ديمو سلمى", "email": "", "language": "ar", "channel": ""},
        text="مرحبًا، هل ما زالت العربة متاحة؟",
        language="ar",
        now=now,
    )
