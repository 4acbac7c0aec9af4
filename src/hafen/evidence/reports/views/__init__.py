from hafen.evidence.reports.views._outside import (
    edit_outside,
    new_outside,
    outside,
    remove_outside,
)
from hafen.evidence.reports.views._released import released, releases
from hafen.evidence.reports.views._reports import definition, listing, release, report
from hafen.evidence.reports.views._settings import settings
from hafen.evidence.reports.views._sharing import close_up, open_up, share, withdraw

__all__ = [
    "close_up",
    "definition",
    "edit_outside",
    "listing",
    "new_outside",
    "open_up",
    "outside",
    "release",
    "released",
    "releases",
    "remove_outside",
    "report",
    "settings",
    "share",
    "withdraw",
]
