"""What the room offers to the rest of the house."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.mechanisms.feedback.rules import VIEW_FEEDBACK

FEATURE = "feedback"


def register() -> None:
    features.register(
        Feature(FEATURE, _("Messages of visitors: mistakes, gaps and barriers"))
    )
    navigation.page_actions.register(
        navigation.PublicEntry(
            _("Report a mistake"),
            "feedback_public:write",
            icon="flag",
            feature=FEATURE,
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            _("Feedback"),
            "feedback:entries",
            group=navigation.INFORMATION,
            permission=VIEW_FEEDBACK,
            order=60,
            icon="message",
            feature=FEATURE,
        )
    )
