from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "hafen.casework.outreach"
    label = "outreach"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.casework.outreach import demo, doors, fences, tallies

        fences.register()
        tallies.register()
        demo.register()
        doors.register()
