from django.utils import timezone

from hafen.core.db import work
from hafen.core.db.context import current
from hafen.voice.inquiries import services


@work.every("23 2 * * *")
@work.task("inquiries.forget")
def forget() -> None:
    if municipality := current().municipality:
        services.forget_inquiries(municipality_id=municipality, now=timezone.now())


@work.every("40 5 * * 1-5")
@work.task("inquiries.remind")
def remind() -> None:
    if municipality := current().municipality:
        services.remind_late_parties(municipality_id=municipality, now=timezone.now())


@work.every("*/5 * * * *")
@work.task("inquiries.fetch")
def fetch() -> None:
    if municipality := current().municipality:
        services.fetch_mailboxes(municipality_id=municipality, now=timezone.now())
