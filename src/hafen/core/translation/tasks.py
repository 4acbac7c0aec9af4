from uuid import UUID

from django.utils import timezone

from hafen.core.db import work
from hafen.core.translation import services
from hafen.core.translation.models import MachineOrder


@work.task("translation.machine", attempts=5)
def machine(*, order: UUID) -> None:
    """Carry out an order; a machine that is away is asked again later."""
    found = MachineOrder.objects.select_related("municipality").get(pk=order)
    services.carry_out(order=found, now=timezone.now())
