from django.utils import timezone

from hafen.casework.outreach import services
from hafen.core.db import work
from hafen.core.db.context import current


@work.every("35 5 * * *")
@work.task("outreach.daily")
def daily() -> None:
    """End the offers of files that nobody has accepted in time."""
    if municipality := current().municipality:
        services.expire_offers(
            municipality_id=municipality,
            today=timezone.localdate(),
            now=timezone.now(),
        )
