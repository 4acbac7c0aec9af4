from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "hafen.core.mail"
    label = "mail"
