from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "hafen.core.ui"
    label = "ui"
