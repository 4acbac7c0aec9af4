from django.apps import AppConfig


class MediationConfig(AppConfig):
    name = "hafen.casework.mediation"
    label = "mediation"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.casework.mediation import demo, doors, tallies

        tallies.register()
        demo.register()
        doors.register()
