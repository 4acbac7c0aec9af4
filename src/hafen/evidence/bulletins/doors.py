"""Where other rooms and pages find this one."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.evidence.bulletins.rules import VIEW_BULLETINS

FEATURE = "bulletins"


def register() -> None:
    features.register(Feature(FEATURE, _("Needs bulletins to partners")))
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Needs bulletins"),
            url_name="bulletins:listing",
            group=navigation.EVIDENCE,
            permission=VIEW_BULLETINS,
            order=30,
            icon="mail",
            feature=FEATURE,
        )
    )
