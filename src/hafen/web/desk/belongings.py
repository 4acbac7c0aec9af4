from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.registries import Ending, endings
from hafen.web.desk.models import CalendarFeed, SavedView


def register() -> None:
    """Say what of the desk is a person's own and ends when they leave."""
    endings.register(
        Ending(
            "desk.view",
            _("Kept views of lists"),
            lambda municipality: SavedView.objects.filter(municipality=municipality),
        )
    )
    endings.register(
        Ending(
            "desk.calendar",
            _("Calendar address for the own calendar"),
            lambda municipality: CalendarFeed.objects.filter(municipality=municipality),
        )
    )
