from django.utils import timezone

from hafen.core.db import work
from hafen.core.db.context import current
from hafen.core.files import services


@work.every("37 3 * * *")
@work.task("files.clear_orphans")
def clear_orphans() -> None:
    if municipality := current().municipality:
        services.clear_orphans(municipality=municipality, now=timezone.now())
