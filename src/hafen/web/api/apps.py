from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "hafen.web.api"
    label = "api"
