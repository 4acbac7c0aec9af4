from uuid import UUID

from django.utils import timezone

from hafen.core.db import context, work
from hafen.core.places.models import Municipality
from hafen.network.organisations import services
from hafen.network.organisations.models import Merge


@work.every("30 5 * * *")
@work.task("organisations.remind")
def remind() -> None:
    """Ask about agreements that end and about what is owed, town by town."""
    key = context.current().municipality
    if key is not None:
        town = Municipality.objects.get(pk=key)
        services.remind(municipality=town, today=timezone.localdate())


@work.task("organisations.gather")
def gather(*, merge: UUID) -> None:
    """Let rows follow that were written while two entries became one."""
    services.gather(merge=Merge.objects.get(pk=merge))
