"""Where other rooms and pages find this one."""

from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.registries import ClientAction, client_actions
from hafen.casework.returns.rules import NOTE_WISH, VIEW_COUNT
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features

FEATURE = "returns"


def register() -> None:
    features.register(Feature(FEATURE, _("Advice on a return")))
    # For everybody whom it may concern alike: the button tells of no wish.
    client_actions.register(
        ClientAction("returns:person", _("Advice on a return"), NOTE_WISH)
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Referrals to advice on a return"),
            url_name="returns:counts",
            group=navigation.EVIDENCE,
            permission=VIEW_COUNT,
            order=46,
            icon="list",
            feature=FEATURE,
        )
    )
