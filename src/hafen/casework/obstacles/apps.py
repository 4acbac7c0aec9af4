from django.apps import AppConfig


class ObstaclesConfig(AppConfig):
    name = "hafen.casework.obstacles"
    label = "obstacles"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.casework.obstacles import demo, doors, tallies

        tallies.register()
        demo.register()
        doors.register()
