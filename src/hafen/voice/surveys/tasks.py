from django.utils import timezone

from hafen.core.db import work
from hafen.core.db.context import current
from hafen.core.places.models import Municipality
from hafen.voice.surveys import services


@work.every("11 2 * * *")
@work.task("surveys.mix")
def mix() -> None:
    if municipality := _municipality():
        services.mix(municipality=municipality, today=timezone.localdate())


@work.every("17 2 * * *")
@work.task("surveys.thin_out")
def thin_out() -> None:
    if municipality := _municipality():
        today = timezone.localdate()
        services.thin_out(municipality=municipality, today=today)
        services.forget_statements(municipality=municipality, today=today)


@work.every("40 6 * * *")
@work.task("surveys.ask_served")
def ask_served() -> None:
    if municipality := _municipality():
        services.ask_served(municipality=municipality, now=timezone.now())


def _municipality() -> Municipality | None:
    key = current().municipality
    return Municipality.objects.get(pk=key) if key else None
