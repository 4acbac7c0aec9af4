from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "hafen.mechanisms.search"
    label = "search"
