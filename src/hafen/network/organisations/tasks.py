from django.utils import timezone

from hafen.core.db import context, work
from hafen.core.places.models import Municipality
from hafen.network.organisations import services


@work.every("30 5 * * *")
@work.task("organisations.remind")
def remind() -> None:
    """Ask about agreements that end and about what is owed, town by town."""
    key = context.current().municipality
    if key is not None:
        town = Municipality.objects.get(pk=key)
        services.remind(municipality=town, today=timezone.localdate())
