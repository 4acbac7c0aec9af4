"""What the room offers to the rest of the house."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation
from hafen.core.db.leftovers import Leftover, leftovers
from hafen.core.places import switching
from hafen.mechanisms.search.rules import VIEW_GAPS
from hafen.mechanisms.search.services import forget, rebuild_soon


def register() -> None:
    navigation.staff.register(
        navigation.StaffEntry(
            _("Searched, not found"),
            "search:gaps",
            group=navigation.INFORMATION,
            permission=VIEW_GAPS,
            order=65,
            icon="search",
        )
    )
    leftovers.register(Leftover("search.document", forget))
    switching.followers.register(switching.Follower("search", rebuild_soon))
