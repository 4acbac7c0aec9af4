"""The desk of the catalogue of offers."""

from hafen.information.directory.views._bulk import bulk, bulk_apply, bulk_undo
from hafen.information.directory.views._courses import (
    ask_of_course,
    course_sheet,
    edit_course,
    placing,
)
from hafen.information.directory.views._edit import create, edit
from hafen.information.directory.views._editions import (
    edition,
    editions,
    export_edition,
)
from hafen.information.directory.views._export import export
from hafen.information.directory.views._figures import figures
from hafen.information.directory.views._gaps import (
    answer_gap,
    bulletin,
    gaps,
    move_gap,
    report_gap,
)
from hafen.information.directory.views._hours import edit_hours
from hafen.information.directory.views._joining import join_course, joined_course
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
from hafen.information.directory.views._week import week

__all__ = [
    "answer_gap",
    "ask_of_course",
    "bulk",
    "bulk_apply",
    "bulk_undo",
    "bulletin",
    "cafes",
    "collected",
    "confirm_review",
    "course_sheet",
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
    "figures",
    "fitting",
    "gaps",
    "history",
    "join_course",
    "joined_course",
    "leaflet",
    "listing",
    "mailed_proposal",
    "move",
    "move_gap",
    "placing",
    "prepare",
    "propose",
    "report_gap",
    "review",
    "tell_places",
    "translate",
    "upkeep",
    "visits",
    "week",
]
