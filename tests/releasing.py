"""Two people release what is due, and the night comes."""

from datetime import datetime

from hafen.core.places.models import Municipality
from hafen.mechanisms.privacy import releasing
from hafen.mechanisms.privacy.models import DeletionRun


def released_by_two(town: Municipality, *, now: datetime) -> None:
    """Erase the files that are due in the municipality of the context."""
    run = releasing.list_due(municipality=town.pk, now=now)
    if run is None:
        return
    run.state = DeletionRun.State.RELEASED
    run.save()
    releasing.carry_out(municipality=town.pk, now=now)
