from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "hafen.core.taxonomy"
    label = "taxonomy"

    def ready(self) -> None:
        # The reader needs the models, which are loaded by now.
        from hafen.core.taxonomy import wording

        wording.register()
