from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "hafen.exchange.volunteers"
    label = "volunteers"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.exchange.volunteers import demo, doors

        demo.register()
        doors.register()
