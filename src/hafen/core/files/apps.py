from django.apps import AppConfig

from hafen.core.db.leftovers import Leftover, leftovers


class FilesConfig(AppConfig):
    name = "hafen.core.files"
    label = "files"

    def ready(self) -> None:
        from hafen.core.files import services  # needs the models

        leftovers.register(Leftover("files.file", services.discard_of))
