from django.utils import timezone

from hafen.core.db import work
from hafen.core.db.context import current
from hafen.exchange.volunteers import services


@work.every("25 4 * * *")
@work.task("volunteers.nightly")
def nightly() -> None:
    """Remind of proofs, and delete what must not be kept any longer."""
    if municipality := current().municipality:
        now = timezone.now()
        services.remind_of_proofs(municipality_id=municipality, now=now)
        services.forget_certificates(municipality_id=municipality, now=now)
