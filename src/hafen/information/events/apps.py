from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "hafen.information.events"
    label = "events"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.information.events import demo, doors

        demo.register()
        doors.register()
