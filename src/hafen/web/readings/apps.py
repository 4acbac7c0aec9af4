from django.apps import AppConfig


class ReadingsConfig(AppConfig):
    name = "hafen.web.readings"
    label = "readings"

    def ready(self) -> None:
        from hafen.web.readings import doors  # needs the models

        doors.register()
