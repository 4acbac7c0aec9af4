from typing import Any

from django.core.management.base import BaseCommand

from hafen.core.taxonomy import services


class Command(BaseCommand):
    help = "Brings languages, needs domains and other reference data up to date."

    def handle(self, *_args: Any, **_options: Any) -> None:
        services.load_reference_data()
