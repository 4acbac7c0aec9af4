from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "hafen.exchange.board"
    label = "board"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.exchange.board import demo, doors

        demo.register()
        doors.register()
