from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "hafen.exchange.training"
    label = "training"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.exchange.training import demo, doors

        demo.register()
        doors.register()
