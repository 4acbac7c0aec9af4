from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "hafen.mechanisms.search"
    label = "search"

    def ready(self) -> None:
        from hafen.mechanisms.search import doors  # needs the models

        doors.register()
