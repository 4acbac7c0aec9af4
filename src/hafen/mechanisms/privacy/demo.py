"""The notice of the demo municipality, our proposal filled in; a period of its own."""

from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality
from hafen.mechanisms.privacy import notices, periods
from hafen.mechanisms.privacy.queries import current_notice
from hafen.mechanisms.privacy.wording import GAP


def register() -> None:
    # Before the households, whose people are given it.
    demo_seeds.register(DemoSeed("notice", 65, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Release an edition; a second time changes nothing."""
    by = User.objects.filter(email=data["by"]).first()
    if by is None or current_notice(municipality):
        return
    today = timezone.localdate()
    with acting(Context(municipality.pk, by.pk, "demo")):
        row = notices.prepare(municipality=municipality, today=today, by=by)
        texts = {tag: text.replace(GAP, data["gap"]) for tag, text in row.texts.items()}
        notices.save_texts(notice=row, texts=texts, expected=None, by=by)
        notices.release(notice=row, today=today, by=by)
        for entry in data["periods"]:
            periods.set_period(**entry, valid_from=today, by=by, today=today)
