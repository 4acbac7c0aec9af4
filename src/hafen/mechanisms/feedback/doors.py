"""What the room offers to the rest of the house."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation
from hafen.mechanisms.feedback.rules import VIEW_FEEDBACK


def register() -> None:
    navigation.page_actions.register(
        navigation.PublicEntry(
            _("Report a mistake"), "feedback_public:write", icon="flag"
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
        )
    )
