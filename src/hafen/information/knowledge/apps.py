from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "hafen.information.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        # They need the models, which are loaded by now.
        from hafen.information.knowledge import demo, doors, receivers

        demo.register()
        doors.register()
        receivers.connect()
