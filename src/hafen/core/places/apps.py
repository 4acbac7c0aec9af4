from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "hafen.core.places"
    label = "places"
