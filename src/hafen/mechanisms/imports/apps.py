from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "hafen.mechanisms.imports"
    label = "imports"

    def ready(self) -> None:
        # Models exist only now, and the rules name roles.
        from hafen.core.db import navigation
        from hafen.mechanisms.imports.registry import importers
        from hafen.mechanisms.imports.rules import USE_IMPORTS
        from hafen.mechanisms.imports.streets import STREETS

        importers.register(STREETS)

        navigation.staff.register(
            navigation.StaffEntry(
                label=_("Import lists"),
                url_name="imports:start",
                group=navigation.INFORMATION,
                permission=USE_IMPORTS,
                order=80,
                icon="upload",
            )
        )
