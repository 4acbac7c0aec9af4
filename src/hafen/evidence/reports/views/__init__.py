from hafen.evidence.reports.views._outside import (
    edit_outside,
    new_outside,
    outside,
    remove_outside,
)
from hafen.evidence.reports.views._released import released, releases
from hafen.evidence.reports.views._reports import definition, listing, release, report
from hafen.evidence.reports.views._settings import settings

__all__ = [
    "definition",
    "edit_outside",
    "listing",
    "new_outside",
    "outside",
    "release",
    "released",
    "releases",
    "remove_outside",
    "report",
    "settings",
]
