from django.apps import AppConfig


class DbConfig(AppConfig):
    name = "hafen.core.db"
    label = "db"
