from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "hafen.web.portal"
    label = "portal"
