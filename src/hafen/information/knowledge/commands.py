"""The command line's way to the knowledge base."""

import argparse
import json
from pathlib import Path

from hafen.core.db import context
from hafen.core.db.commands import Outcome
from hafen.core.db.context import Context
from hafen.core.places.models import Municipality
from hafen.information.knowledge.importing import NotAPageTree, Origin, bring_in


def import_pages(options: argparse.Namespace) -> Outcome:
    """`./hafen import pages FILE --municipality SLUG`"""
    town = Municipality.objects.filter(slug=options.municipality).first()
    if town is None:
        return Outcome({"error": "municipality"}, ["There is no such municipality."], 1)
    language = options.language or town.default_language
    try:
        pages = json.loads(Path(options.file).read_text(encoding="utf-8"))
        with context.acting(Context(municipality=town.pk, channel="import")):
            result = bring_in(
                municipality=town,
                pages=pages,
                language=language,
                original=options.translation_of,
                origin=Origin(options.source, is_kept_there=options.read_only),
            )
    except (OSError, ValueError, NotAPageTree):
        return Outcome(
            {"error": "file"}, ["The file holds no page tree of Integreat."], 1
        )
    counts = {"new": result.new, "changed": result.changed, "same": result.same}
    lines = [
        f"{result.new} pages are new, {result.changed} changed, {result.same} the same."
    ]
    lines += [f"Not brought in: {problem}" for problem in result.problems]
    return Outcome(counts | {"problems": result.problems}, lines)
