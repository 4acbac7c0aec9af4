from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from hafen.core.audit.rules import READ_TRAIL
from hafen.core.db import guards, navigation, sheets


class AuditConfig(AppConfig):
    name = "hafen.core.audit"
    label = "audit"

    def ready(self) -> None:
        from hafen.core.audit import triggers  # these need the models
        from hafen.core.audit.services import note_export

        guards.steps.register(guards.Step("audit", triggers.lay))
        sheets.listeners.register(sheets.Listener("audit", note_export))
        navigation.staff.register(
            navigation.StaffEntry(
                _("Audit trail"),
                "audit:trail",
                group=navigation.SETTINGS,
                permission=READ_TRAIL,
                order=30,
                icon="list",
            )
        )
