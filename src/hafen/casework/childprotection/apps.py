from django.apps import AppConfig


class ChildProtectionConfig(AppConfig):
    name = "hafen.casework.childprotection"
    label = "childprotection"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.casework.childprotection import demo, doors

        demo.register()
        doors.register()
