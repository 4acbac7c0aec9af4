from django.apps import AppConfig


class TodosConfig(AppConfig):
    name = "hafen.mechanisms.todos"
    label = "todos"

    def ready(self) -> None:
        from hafen.mechanisms.todos import doors  # needs the models

        doors.register()
