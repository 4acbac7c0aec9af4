from django.utils import timezone

from hafen.core.db import work
from hafen.core.db.context import current
from hafen.exchange.training import services


@work.every("15 6 * * *")
@work.task("training.daily")
def daily() -> None:
    """Ask for another date where a training has fewer than parts."""
    if municipality := current().municipality:
        services.watch_runs(municipality_id=municipality, now=timezone.now())
