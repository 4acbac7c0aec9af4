from django.utils import timezone

from hafen.casework.referrals import services
from hafen.core.db import work
from hafen.core.db.context import current


@work.every("50 5 * * 1-5")
@work.task("referrals.remind")
def remind() -> None:
    if municipality := current().municipality:
        now = timezone.now()
        services.remind_offices(municipality_id=municipality, now=now)
        services.remind_of_questions(municipality_id=municipality, now=now)


@work.every("15 0 * * *")
@work.task("referrals.forget")
def forget() -> None:
    if municipality := current().municipality:
        services.forget_copies(municipality_id=municipality, today=timezone.localdate())
