from django.apps import AppConfig


class OwnViewConfig(AppConfig):
    name = "hafen.casework.ownview"
    label = "ownview"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.casework.ownview import demo, doors, fences

        fences.register()
        demo.register()
        doors.register()
