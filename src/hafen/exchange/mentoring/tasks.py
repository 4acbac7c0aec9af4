from django.utils import timezone

from hafen.core.db import work
from hafen.core.db.context import current
from hafen.exchange.mentoring import services


@work.every("25 6 * * *")
@work.task("mentoring.daily")
def daily() -> None:
    """Ask how it goes where the day has come, and remind associations."""
    if municipality := current().municipality:
        now = timezone.now()
        services.ask_due(municipality_id=municipality, now=now)
        services.remind_associations(municipality_id=municipality, now=now)
