from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "hafen.casework.cases"
    label = "cases"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.casework.cases import (
            demo,
            doors,
            fences,
            keeping,
            restricting,
            tallies,
        )

        fences.register()
        tallies.register()
        demo.register()
        keeping.register()
        doors.register()
        restricting.register()
