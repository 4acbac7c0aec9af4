"""What places enters into the registries of lower floors, and into its own."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db import navigation
from hafen.core.db.navigation import NETWORK, SETTINGS, PublicEntry, StaffEntry
from hafen.core.places import changes, features, queries, rules

PAGES = "places"


def register() -> None:
    features.features.register(
        features.Feature(PAGES, _("Public pages of sites and offices"))
    )
    changes.sources.register(changes.Source("places", queries.next_opening_change))
    for entry in STAFF:
        navigation.staff.register(entry)
    navigation.public.register(
        PublicEntry(
            pgettext_lazy("navigation", "Offices"),
            "places_public:sites",
            order=26,
            icon="map-pin",
            feature=PAGES,
        )
    )


STAFF = (
    StaffEntry(
        _("Sites"), "places:sites", NETWORK, rules.VIEW_PLACES, 60, icon="map-pin"
    ),
    StaffEntry(
        _("Offices"), "places:units", NETWORK, rules.VIEW_PLACES, 61, icon="building"
    ),
    StaffEntry(
        _("Delegated powers"),
        "places:delegations",
        NETWORK,
        rules.VIEW_PLACES,
        62,
        icon="file",
    ),
    StaffEntry(
        _("Districts"), "places:districts", SETTINGS, rules.VIEW_PLACES, 20, icon="map"
    ),
    StaffEntry(
        _("Territories"),
        "places:territories",
        SETTINGS,
        rules.VIEW_PLACES,
        21,
        icon="flag",
    ),
    StaffEntry(
        _("Streets"), "places:streets", SETTINGS, rules.VIEW_PLACES, 22, icon="list"
    ),
    StaffEntry(
        _("Calendar"),
        "places:calendar",
        SETTINGS,
        rules.VIEW_PLACES,
        23,
        icon="calendar",
    ),
    StaffEntry(
        _("Municipality"),
        "places:settings",
        SETTINGS,
        rules.EDIT_MUNICIPALITY,
        10,
        icon="settings",
    ),
)
