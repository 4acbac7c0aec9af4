from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "hafen.casework.consultations"
    label = "consultations"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.casework.consultations import demo, doors, fences

        fences.register()
        demo.register()
        doors.register()
