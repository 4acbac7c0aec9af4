from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "hafen.web.api"
    label = "api"

    def ready(self) -> None:
        from hafen.mechanisms.imports.registry import importers
        from hafen.web.api.bringing.importer import HSDS  # needs the models

        importers.register(HSDS)
