from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "hafen.web.portal"
    label = "portal"

    def ready(self) -> None:
        from hafen.web.portal import doors  # needs the models

        doors.register()
