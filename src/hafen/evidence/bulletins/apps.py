from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "hafen.evidence.bulletins"
    label = "bulletins"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.evidence.bulletins import demo, doors

        demo.register()
        doors.register()
