from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "hafen.exchange.mentoring"
    label = "mentoring"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.exchange.mentoring import demo, doors, outline

        demo.register()
        doors.register()
        outline.register()
