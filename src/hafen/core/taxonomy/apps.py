from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation
from hafen.core.taxonomy.rules import VIEW_VOCABULARIES


class TaxonomyConfig(AppConfig):
    name = "hafen.core.taxonomy"
    label = "taxonomy"

    def ready(self) -> None:
        # The reader needs the models, which are loaded by now.
        from hafen.core.taxonomy import wording

        wording.register()
        navigation.staff.register(
            navigation.StaffEntry(
                _("Vocabularies"),
                "taxonomy:vocabularies",
                group=navigation.SETTINGS,
                permission=VIEW_VOCABULARIES,
                order=60,
                icon="globe",
            )
        )
