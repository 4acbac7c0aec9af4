from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "hafen.core.audit"
    label = "audit"
