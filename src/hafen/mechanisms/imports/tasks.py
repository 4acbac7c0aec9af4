from uuid import UUID

from django.utils import timezone

from hafen.core.db import work
from hafen.core.db.context import current
from hafen.core.places.models import Municipality
from hafen.mechanisms.imports import services
from hafen.mechanisms.imports.models import Import
from hafen.mechanisms.imports.progress import Progress


@work.task("imports.apply", attempts=3)
def apply(*, run: UUID) -> None:
    """Write a queued list; one that was written meanwhile is left alone."""
    found = Import.objects.get(pk=run)
    with Progress(municipality=found.municipality_id, run=found.pk) as tell:
        try:
            services.apply(found, by=found.by, now=timezone.now(), tell=tell)
        except services.NotPlanned:
            return


@work.every("41 2 * * *")
@work.task("imports.forget")
def forget() -> None:
    if key := current().municipality:
        here = Municipality.objects.get(pk=key)
        services.forget_old_rows(municipality=here, now=timezone.now())
