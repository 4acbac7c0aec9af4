from django.utils import timezone

from hafen.core.db import work
from hafen.core.db.context import current
from hafen.core.places.models import Municipality
from hafen.web.readings import services


@work.every("52 2 * * *")
@work.task("readings.fold")
def fold() -> None:
    if key := current().municipality:
        town = Municipality.objects.get(pk=key)
        services.fold(municipality=town, today=timezone.localdate())
