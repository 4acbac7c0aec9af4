from uuid import UUID

from django.utils import timezone

from hafen.core.db import work
from hafen.core.db.context import current
from hafen.core.mail import services


@work.task("mail.send")
def send(*, mail: UUID) -> None:
    services.deliver(
        mail_id=mail, way=services.configured_transport(), now=timezone.now()
    )


@work.every("*/15 * * * *")
@work.task("mail.sweep")
def sweep() -> None:
    if municipality := current().municipality:
        services.sweep(municipality=municipality, now=timezone.now())


@work.every("7 3 * * *")
@work.task("mail.forget")
def forget() -> None:
    if municipality := current().municipality:
        services.forget(municipality=municipality, now=timezone.now())
