"""What the room offers to the rest of the house."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.core.ui.remarks import Remark, remarks
from hafen.web.readings.beside import readings_of
from hafen.web.readings.rules import VIEW_READINGS

FEATURE = "readings"


def register() -> None:
    features.register(Feature(FEATURE, _("Count how often public pages are read")))
    navigation.staff.register(
        navigation.StaffEntry(
            _("Pages read"),
            "readings:pages",
            group=navigation.INFORMATION,
            permission=VIEW_READINGS,
            order=66,
            icon="eye",
            feature=FEATURE,
        )
    )
    remarks.register(Remark("readings", readings_of))
