from uuid import UUID

from django.utils import timezone

from hafen.core.db.context import current
from hafen.core.jobs import services as jobs
from hafen.core.mail import services


@jobs.task("mail.send")
def send(*, mail: UUID) -> None:
    services.deliver(
        mail_id=mail, way=services.configured_transport(), now=timezone.now()
    )


@jobs.every("*/15 * * * *")
@jobs.task("mail.sweep")
def sweep() -> None:
    if municipality := current().municipality:
        services.sweep(municipality=municipality, now=timezone.now())


@jobs.every("7 3 * * *")
@jobs.task("mail.forget")
def forget() -> None:
    if municipality := current().municipality:
        services.forget(municipality=municipality, now=timezone.now())
