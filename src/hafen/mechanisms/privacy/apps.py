from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from hafen.core.places.features import Feature, features
from hafen.core.ui import banners, navigation
from hafen.mechanisms.privacy import rules


class PrivacyConfig(AppConfig):
    name = "hafen.mechanisms.privacy"
    label = "privacy"

    def ready(self) -> None:
        from hafen.mechanisms.privacy import demo, fences, queries
        from hafen.mechanisms.privacy.four_eyes import SMALL_OFFICE
        from hafen.mechanisms.privacy.releasing import OFFER

        demo.register()
        fences.register()
        navigation.staff.register(
            navigation.StaffEntry(
                _("Going live"),
                "privacy:decisions",
                group=navigation.SETTINGS,
                permission=rules.READ_PRIVACY,
                order=10,
                icon="check",
            )
        )
        navigation.staff.register(
            navigation.StaffEntry(
                _("Record of processing"),
                "privacy:record",
                group=navigation.SETTINGS,
                permission=rules.READ_PRIVACY,
                order=20,
                icon="list",
            )
        )
        navigation.staff.register(
            navigation.StaffEntry(
                _("Requests of persons"),
                "privacy:requests",
                group=navigation.SETTINGS,
                permission=rules.HANDLE_RIGHTS,
                order=25,
                icon="user",
            )
        )
        navigation.staff.register(
            navigation.StaffEntry(
                _("Data-protection notice"),
                "privacy:notices",
                group=navigation.SETTINGS,
                permission=rules.EDIT_NOTICE,
                order=26,
                icon="file",
            )
        )
        features.register(
            Feature(
                SMALL_OFFICE,
                _("Small office: a day’s delay instead of a second person (four eyes)"),
                is_on=False,
            )
        )
        navigation.staff.register(
            navigation.StaffEntry(
                _("Periods and deletion"),
                "privacy:keeping",
                group=navigation.SETTINGS,
                permission=rules.RELEASE_DELETION,
                order=24,
                icon="calendar",
            )
        )
        features.register(
            Feature(OFFER, _("Offer files to the archive before they are deleted"))
        )
        banners.banners.register(
            banners.Banner("privacy.decisions", queries.banner_of_open_decisions)
        )
