from django.utils import timezone

from hafen.casework.ownview import services
from hafen.core.db import work
from hafen.core.db.context import current


@work.every("25 2 * * *")
@work.task("ownview.end_what_is_over")
def end_what_is_over() -> None:
    if municipality := current().municipality:
        services.end_what_is_over(
            municipality_id=municipality, today=timezone.localdate()
        )
