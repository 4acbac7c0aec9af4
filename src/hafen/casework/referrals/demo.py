"""Referrals, tasks and questions of the demo municipality, all of them invented."""

import io
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from hafen.casework.cases import services as cases
from hafen.casework.cases.models import Client, ClientPaper
from hafen.casework.referrals import services
from hafen.casework.referrals.models import Duty, Referral
from hafen.core.accounts.models import Team, User
from hafen.core.db.context import Context, acting
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality, Unit
from hafen.network.organisations.models import Organisation


def register() -> None:
    # After the households and the organisations.
    demo_seeds.register(DemoSeed("referrals", 85, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make referrals and the matrix; a second time changes nothing."""
    by = User.objects.filter(email=data["by"]).first()
    if by is None or Duty.objects.filter(municipality=municipality).exists():
        return
    with acting(Context(municipality.pk, by.pk, "demo")):
        for entry in data["referrals"]:
            _refer(municipality, entry, by)
        _switch(data["switch"], by)
    steering = User.objects.get(email=data["steering"])
    for entry in data["duties"]:
        _duty(municipality, entry, steering)
    for facts in data["questions"]:
        services.ask_question(
            municipality=municipality,
            facts=facts,
            today=timezone.localdate(),
            by=steering,
        )


def _actor(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the office or the organisation that an entry names."""
    unit, body = entry.get("unit"), entry.get("organisation")
    return {
        "unit": Unit.objects.filter(name=unit).first() if unit else None,
        "organisation": Organisation.objects.filter(name=body).first()
        if body
        else None,
    }


def _refer(town: Municipality, entry: dict[str, Any], by: User) -> None:
    receiver = services.Receiver(**_actor(entry))
    client = Client.objects.filter(name=entry.get("client", "")).first()
    if not receiver.name:
        return
    now = timezone.now()
    row = services.prepare_referral(
        municipality=town,
        client=client,
        team=client.household.team if client else Team.objects.order_by("name")[0],
        receiver=receiver,
        topic=entry["topic"],
        facts=entry["facts"],
        today=timezone.localdate(now),
        by=by,
    )
    for kind in entry.get("papers", []):
        _attach(row, kind, now, by)
    if entry.get("is_draft"):
        return
    row = services.offer_referral(referral=row, now=now, by=by)
    if entry.get("is_accepted"):
        services.accept(referral=row, appointment_at=None, now=now, by=by)


def _attach(row: Referral, kind: str, now: datetime, by: User) -> None:
    """Lay a picture to the referral that says of itself that it is no paper."""
    today = timezone.localdate(now)
    client = row.client
    if client is None:
        return
    paper = ClientPaper.objects.filter(client=client, kind=kind).first()
    if paper is None:
        paper = cases.note_paper(
            client=client, kind=kind, valid_until=today + timedelta(days=200), by=by
        )
    picture, content = Image.new("RGB", (420, 120), "white"), io.BytesIO()
    ImageDraw.Draw(picture).text((20, 50), "MUSTER: kein echtes Papier", fill="black")
    picture.save(content, "PNG")
    services.attach_document(
        referral=row,
        paper=paper,
        upload=ContentFile(content.getvalue(), name="muster.png"),
        today=today,
        by=by,
    )


def _switch(entry: dict[str, Any], by: User) -> None:
    today = timezone.localdate()
    services.begin_switch(
        client=Client.objects.get(name=entry["client"]),
        before=entry["before"],
        after=entry["after"],
        decided_on=today,
        today=today,
        by=by,
    )


def _duty(town: Municipality, entry: dict[str, Any], by: User) -> None:
    facts = {name: entry[name] for name in ("name", "topic", "source")}
    row = services.save_duty(
        municipality=town, duty=None, facts=facts, expected=None, by=by
    )
    for each in entry["parts"]:
        actor = _actor(each)
        if any(actor.values()):
            services.take_part(duty=row, part=each["part"], by=by, **actor)
