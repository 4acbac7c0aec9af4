"""`./hafen privacy replay`"""

from argparse import Namespace

from django.utils import timezone

from hafen.core.db import context
from hafen.core.db.commands import Outcome
from hafen.core.db.context import Context
from hafen.core.places.models import Municipality
from hafen.mechanisms.privacy import requests


def replay(options: Namespace) -> Outcome:
    """Erase again what people had erased and a restored backup brought back."""
    found = {}
    for town in Municipality.objects.order_by("slug"):
        if options.municipality not in ("", town.slug):
            continue
        with context.acting(Context(municipality=town.pk, channel="command")):
            found[town.slug] = requests.replay(town=town, now=timezone.now())
    lines = [f"{slug}: {count} erased again" for slug, count in found.items() if count]
    return Outcome(found, lines or ["Nobody came back with the backup."])
