from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "hafen.network.organisations"
    label = "organisations"
