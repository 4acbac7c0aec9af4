from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation
from hafen.core.translation.rules import VIEW_PROGRESS


class TranslationConfig(AppConfig):
    name = "hafen.core.translation"
    label = "translation"

    def ready(self) -> None:
        from hafen.core.translation import belongings  # needs the models

        belongings.register()
        navigation.staff.register(
            navigation.StaffEntry(
                _("Translations"),
                "translation:overview",
                group=navigation.INFORMATION,
                permission=VIEW_PROGRESS,
                order=40,
                icon="globe",
            )
        )
