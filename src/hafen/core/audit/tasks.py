from django.utils import timezone

from hafen.core.audit import sealing
from hafen.core.db import context, work


@work.every("*/15 * * * *")
@work.task("audit.seal")
def seal() -> None:
    """Seal what is final, in each municipality."""
    municipality = context.current().municipality
    if municipality is not None:
        sealing.seal(municipality=municipality, now=timezone.now())


@work.every("23 3 * * *")
@work.task("audit.prune")
def prune() -> None:
    """Drop what was kept long enough, in each municipality."""
    municipality = context.current().municipality
    if municipality is not None:
        sealing.prune(municipality=municipality, now=timezone.now())
