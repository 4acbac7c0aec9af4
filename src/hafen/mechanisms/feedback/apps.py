from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "hafen.mechanisms.feedback"
    label = "feedback"

    def ready(self) -> None:
        from hafen.mechanisms.feedback import doors  # needs the models

        doors.register()
