from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "hafen.evidence.reports"
    label = "reports"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.evidence.reports import doors, fences, figures, kinds, pilot

        fences.register()
        figures.register()
        pilot.register()
        kinds.register()
        doors.register()
