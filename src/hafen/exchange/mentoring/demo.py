"""Programmes and sponsorships of the demo municipality, all of them invented."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality
from hafen.exchange.mentoring import services
from hafen.exchange.mentoring.models import CheckIn, Programme, Sponsorship
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Kind, Need, Offer
from hafen.network.organisations.models import Organisation


def register() -> None:
    demo_seeds.register(DemoSeed("mentoring", 57, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make programmes and one sponsorship; a second time changes nothing."""
    by = User.objects.filter(email=data["by"]).first()
    if by is None or Programme.objects.filter(municipality=municipality).exists():
        return
    organisations = Organisation.objects.filter(municipality=municipality)
    for entry in data["programmes"]:
        facts = {name: entry[name] for name in ("titles", "texts", "rules")}
        of = organisations.filter(name=entry.get("organisation", "")).first()
        services.save_programme(
            municipality=municipality,
            programme=None,
            data=facts | {"organisation": of, "owner": by, "is_open": True},
            expected=None,
            by=by,
        )
    _bring_together(municipality, data["pair"], by)


def _bring_together(town: Municipality, entry: dict[str, Any], by: User) -> None:
    """Let one sponsorship run, whose first question how it goes is answered."""
    today = timezone.localdate()
    began = timezone.now() - timedelta(days=entry["days_ago"])
    data = {"kind": Kind.SPONSORSHIP, "owner": by, "slots": 1 << 9}
    data |= {"languages": {entry["language"]: 2}, "title": entry["title"]}
    need: Need = pool.enter_need(
        municipality=town, person=pool.Person(entry["seeker"]), data=data, by=by,
        now=began,
    )  # fmt: skip
    offer: Offer = pool.enter_offer(
        municipality=town, person=pool.Person(entry["helper"]), data=data, by=by,
        now=began,
    )  # fmt: skip
    [match] = pool.ask(need=need, offers=[(offer, None)], by=by, now=began)
    for side in ("HELPER", "SEEKER"):
        match = pool.answer(match=match, side=side, accepts=True, now=began, by=by)
    day = timezone.localdate(began)
    pool.hold_talk(match=match, on=day, seeker_agrees=True, by=by, now=began)
    pool.confirm(match=match, by=by, now=began)
    row = Sponsorship.objects.get(match=match)
    services.note_steps(
        sponsorship=row, met_on=day, signed_on=day, by=by, now=began, expected=None
    )
    row.refresh_from_db()
    services.begin_sponsorship(sponsorship=row, by=by, now=began)
    row.refresh_from_db()
    programme = Programme.objects.filter(municipality=town).order_by("sort_key").first()
    services.assign(sponsorship=row, programme=programme, owner=by, by=by)
    services.note_entry(
        sponsorship=row, kind="MEETING", on=day, text=entry["note"], by=by
    )
    first = CheckIn.objects.filter(sponsorship=row).order_by("weeks").first()
    if first is not None and first.due_on <= today:
        services.answer_check_in(
            check_in=first, side="HELPER", mood="GOOD", note="", now=began, by=by
        )
