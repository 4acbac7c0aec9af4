from datetime import timedelta

from django.utils import timezone

from hafen.core.db import context, work
from hafen.core.places.models import Municipality
from hafen.core.places.services import content_changed
from hafen.information.directory import queries
from hafen.information.directory.models import Service
from hafen.information.directory.services import (
    ask_organisations,
    lay_openings,
    remind_and_escalate,
)
from hafen.mechanisms.search.services import index_soon


@work.every("15 1 * * *")
@work.task("directory.lay_openings")
def lay() -> None:
    """Write out the openings of the next weeks, for each municipality."""
    municipality = context.current().municipality
    services = Service.objects.filter(municipality=municipality).present()
    lay_openings(services=services, now=timezone.now())


@work.every("5 0 * * *")
@work.task("directory.begin_and_end")
def begin_and_end() -> None:
    """Let lists and search follow what began today and ended yesterday."""
    town = _here()
    today = timezone.localdate()
    keys = queries.services_turning(town, today=today, since=today - timedelta(days=2))
    if keys:
        content_changed(town.pk)
        index_soon(municipality=town, kind="service", ids=keys)


@work.every("30 5 * * 1-5")
@work.task("directory.ask_organisations")
def ask() -> None:
    """Ask organisations for what is due, remind them, hand over what is silent."""
    town, now = _here(), timezone.now()
    remind_and_escalate(municipality=town, now=now)
    ask_organisations(municipality=town, now=now)


def _here() -> Municipality:
    return Municipality.objects.get(pk__in=[context.current().municipality])
