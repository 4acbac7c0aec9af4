from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "hafen.network.organisations"
    label = "organisations"

    def ready(self) -> None:
        # The seeds need the models, which are loaded by now.
        from hafen.network.organisations import demo

        demo.register()
