from django.utils import timezone

from hafen.core.db import context, work
from hafen.information.directory.models import Service
from hafen.information.directory.services import lay_openings


@work.every("15 1 * * *")
@work.task("directory.lay_openings")
def lay() -> None:
    """Write out the openings of the next weeks, for each municipality."""
    municipality = context.current().municipality
    services = Service.objects.filter(municipality=municipality).present()
    lay_openings(services=services, now=timezone.now())
