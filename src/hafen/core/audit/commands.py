"""`./hafen audit verify`"""

from argparse import Namespace

from hafen.core.audit import sealing
from hafen.core.db import context
from hafen.core.db.commands import Outcome
from hafen.core.db.context import Context
from hafen.core.places.models import Municipality


def verify(options: Namespace) -> Outcome:
    """Compare the sealed trail with its seals and with the heads kept elsewhere."""
    found = {}
    towns = Municipality.objects.order_by("slug")
    if options.municipality:
        towns = towns.filter(slug=options.municipality)
    for town in towns:
        with context.acting(Context(municipality=town.pk, channel="command")):
            findings = sealing.verify(municipality=town.pk)
        found[town.slug] = [
            {"seal": finding.number, "problem": finding.problem} for finding in findings
        ]
    lines = [
        f"{slug}: seal {finding['seal']}: {finding['problem']}"
        for slug, findings_here in found.items()
        for finding in findings_here
    ]
    broken = bool(lines)
    return Outcome(found, lines or ["The audit trail is whole."], int(broken))
