"""What the portal offers to the layout of public pages."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation
from hafen.core.db.navigation import PublicEntry
from hafen.core.places.features import Feature, features

MAP = "map"


def register() -> None:
    features.register(Feature(MAP, _("Map beside the list of offers")))
    for entry in (
        PublicEntry(_("Start"), "portal_public:start", order=10, icon="home"),
        PublicEntry(_("Offers"), "portal_public:offers", order=20, icon="list"),
        PublicEntry(_("Take part"), "portal_public:take_part", order=29, icon="users"),
        PublicEntry(_("Search"), "portal_public:search", order=30, icon="search"),
    ):
        navigation.public.register(entry)
    for entry in (
        PublicEntry(_("On your site"), "portal_public:embed", order=60),
        PublicEntry(_("On paper"), "portal_public:guide", order=5, icon="printer"),
        PublicEntry(_("Imprint"), "portal_public:imprint", order=10),
        PublicEntry(_("Privacy"), "portal_public:privacy", order=20),
        PublicEntry(_("Accessibility"), "portal_public:accessibility", order=30),
        PublicEntry(
            _("Easy language"), "portal_public:easy", order=40, icon="leichte-sprache"
        ),
        PublicEntry(
            _("Sign language"), "portal_public:signed", order=50, icon="sign-language"
        ),
    ):
        navigation.footer.register(entry)
