from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "hafen.core.taxonomy"
    label = "taxonomy"
