from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "hafen.mechanisms.imports"
    label = "imports"
