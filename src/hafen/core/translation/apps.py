from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "hafen.core.translation"
    label = "translation"
