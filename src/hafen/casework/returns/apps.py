from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "hafen.casework.returns"
    label = "returns"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.casework.returns import demo, doors, fences

        fences.register()
        demo.register()
        doors.register()
