"""The desk of the catalogue of offers."""

from hafen.information.directory.views._bulk import bulk, bulk_apply, bulk_undo
from hafen.information.directory.views._courses import edit_course, placing
from hafen.information.directory.views._edit import create, edit
from hafen.information.directory.views._editions import (
    edition,
    editions,
    export_edition,
)
from hafen.information.directory.views._export import export
from hafen.information.directory.views._hours import edit_hours
from hafen.information.directory.views._listing import listing
from hafen.information.directory.views._mailed import mailed_proposal, review
from hafen.information.directory.views._persons import edit_persons
from hafen.information.directory.views._places import edit_location, edit_places
from hafen.information.directory.views._public import (
    cafes,
    collected,
    courses,
    fitting,
    leaflet,
)
from hafen.information.directory.views._service import (
    detail,
    history,
    move,
    translate,
)
from hafen.information.directory.views._state import prepare, tell_places, visits
from hafen.information.directory.views._upkeep import (
    confirm_review,
    decide,
    propose,
    upkeep,
)

__all__ = [
    "bulk",
    "bulk_apply",
    "bulk_undo",
    "cafes",
    "collected",
    "confirm_review",
    "courses",
    "create",
    "decide",
    "detail",
    "edit",
    "edit_course",
    "edit_hours",
    "edit_location",
    "edit_persons",
    "edit_places",
    "edition",
    "editions",
    "export",
    "export_edition",
    "fitting",
    "history",
    "leaflet",
    "listing",
    "mailed_proposal",
    "move",
    "placing",
    "prepare",
    "propose",
    "review",
    "tell_places",
    "translate",
    "upkeep",
    "visits",
]
