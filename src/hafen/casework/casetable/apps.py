from django.apps import AppConfig


class CaseTableConfig(AppConfig):
    name = "hafen.casework.casetable"
    label = "casetable"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.casework.casetable import demo, doors, fences

        fences.register()
        demo.register()
        doors.register()
