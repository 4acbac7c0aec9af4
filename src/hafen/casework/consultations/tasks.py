from django.utils import timezone

from hafen.casework.consultations import services
from hafen.core.db import work
from hafen.core.db.context import current


@work.every("10 7 * * *")
@work.task("consultations.remind")
def remind() -> None:
    if municipality := current().municipality:
        services.remind(
            municipality_id=municipality,
            today=timezone.localdate(),
            now=timezone.now(),
        )


@work.every("25 * * * *")
@work.task("consultations.forget_unconfirmed")
def forget_unconfirmed() -> None:
    if municipality := current().municipality:
        services.forget_unconfirmed(municipality_id=municipality, now=timezone.now())
