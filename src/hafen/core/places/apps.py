from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "hafen.core.places"
    label = "places"

    def ready(self) -> None:
        # Both need the models, which are loaded by now.
        from hafen.core.places import demo, registering

        demo.register()
        registering.register()
