"""A bulletin of the demo municipality; its number is invented."""

from typing import Any

from django.utils import timezone

from hafen.casework.cases.words import quarters
from hafen.core.db.context import Context, acting
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import District, Municipality
from hafen.evidence.bulletins.models import (
    Bulletin,
    BulletinCopy,
    BulletinLine,
    BulletinRefusal,
    BulletinSettings,
)
from hafen.evidence.bulletins.queries import partners
from hafen.information.directory import services as directory


def register() -> None:
    # After the districts, the organisations and the directory.
    demo_seeds.register(DemoSeed("bulletins", 95, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make one bulletin that is told and not mailed; again changes nothing."""
    here = {"municipality": municipality}
    district = District.objects.filter(**here).order_by("sort_key").first()
    organisation, *others = [*partners(municipality)[:2]] or [None]
    known = Bulletin.objects.filter(**here).exists()
    if district is None or organisation is None or known:
        return
    period = quarters(timezone.localdate(), 1)[0]
    with acting(Context(municipality.pk, channel="demo")):
        gap = directory.report_gap(
            municipality=municipality,
            data=directory.GapData(
                topic=data["topic"], district=district, people=data["number"]
            ),
            by=None,
        )
        row = Bulletin.objects.create(
            **here, first=period.first, last=period.last, note=data["note"]
        )
        BulletinLine.objects.create(
            **here, bulletin=row, gap=gap, number=data["number"]
        )
        BulletinCopy.objects.create(**here, bulletin=row, organisation=organisation)
        BulletinSettings.objects.create(**here, special_least=data["special_least"])
        for other in others:
            BulletinRefusal.objects.create(**here, organisation=other)
