"""What a municipality may do without; it decides under its settings."""

from django.utils.translation import gettext_lazy as _

from hafen.core.places.features import Feature, features

ACTORS = "actors"
COOPERATION = "cooperation"


def register() -> None:
    features.register(Feature(ACTORS, _("Public list of the organisations")))
    features.register(
        Feature(COOPERATION, _("Agreements, networks and the map of cooperation"))
    )
