from django.apps import AppConfig

from hafen.core.audit import triggers
from hafen.core.db import guards


class AuditConfig(AppConfig):
    name = "hafen.core.audit"
    label = "audit"

    def ready(self) -> None:
        guards.steps.register(guards.Step("audit", triggers.lay))
