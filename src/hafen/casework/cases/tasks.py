from django.utils import timezone

from hafen.casework.cases import services
from hafen.core.db import work
from hafen.core.db.context import current


@work.every("10 0 * * *")
@work.task("cases.nightly")
def nightly() -> None:
    """End what hangs on consents whose last day was yesterday."""
    if municipality := current().municipality:
        services.end_expired(municipality_id=municipality, today=timezone.localdate())
