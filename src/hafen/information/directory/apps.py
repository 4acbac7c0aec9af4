from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "hafen.information.directory"
    label = "directory"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.information.directory import demo, doors
        from hafen.information.directory.importers import SERVICES
        from hafen.mechanisms.imports.registry import importers

        demo.register()
        doors.register()
        importers.register(SERVICES)
