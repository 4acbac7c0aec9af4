from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "hafen.network.organisations"
    label = "organisations"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.network.organisations import demo, doors

        demo.register()
        doors.register()
