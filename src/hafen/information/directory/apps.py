from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "hafen.information.directory"
    label = "directory"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.core.places import changes
        from hafen.information.directory import demo, documents, queries
        from hafen.information.directory.importers import SERVICES
        from hafen.mechanisms.imports.registry import importers
        from hafen.mechanisms.search import registries as search

        changes.sources.register(
            changes.Source("directory", queries.next_opening_change)
        )
        importers.register(SERVICES)
        search.sources.register(search.Source("service", _("Offer"), documents.drafts))
        demo.register()
