from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "hafen.web.desk"
    label = "desk"

    def ready(self) -> None:
        from hafen.web.desk import doors  # needs the models

        doors.register()
