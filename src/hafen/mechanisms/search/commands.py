"""The command line's way to the search."""

import argparse

from hafen.core.db.commands import Outcome
from hafen.core.places.models import Municipality
from hafen.mechanisms.search import services


def rebuild(options: argparse.Namespace) -> Outcome:
    """`./hafen search rebuild`: all municipalities, or the named one."""
    chosen = Municipality.objects.order_by("slug")
    if options.municipality:
        chosen = chosen.filter(slug=options.municipality)
    counts = {
        municipality.slug: services.rebuild(municipality=municipality)
        for municipality in chosen
    }
    lines = [f"{slug}: {count} search documents" for slug, count in counts.items()]
    return Outcome({"documents": counts}, lines or ["There is no such municipality."])
