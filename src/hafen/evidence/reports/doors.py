"""Where other rooms and pages find this one."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.evidence.reports.rules import VIEW_RELEASES, VIEW_REPORTS

FEATURE = "reports"


def register() -> None:
    features.register(Feature(FEATURE, _("Reports and figures")))
    navigation.footer.register(
        navigation.PublicEntry(
            _("Open data"), "reports_public:open_data", order=55, feature=FEATURE
        )
    )
    for label, name, right, order in (
        (pgettext_lazy("evidence", "Reports"), "reports:listing", VIEW_REPORTS, 10),
        (_("Released reports"), "reports:releases", VIEW_RELEASES, 12),
    ):
        navigation.staff.register(
            navigation.StaffEntry(
                label=label,
                url_name=name,
                group=navigation.EVIDENCE,
                permission=right,
                order=order,
                icon="chart",
                feature=FEATURE,
            )
        )
