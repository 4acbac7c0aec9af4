from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "hafen.web.desk"
    label = "desk"

    def ready(self) -> None:
        from hafen.web.desk import belongings, doors  # they need the models

        belongings.register()
        doors.register()
