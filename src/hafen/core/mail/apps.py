from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "hafen.core.mail"
    label = "mail"

    def ready(self) -> None:
        from hafen.core.mail import doors  # needs the models

        doors.register()
