"""The desk of the catalogue of offers."""

from hafen.information.directory.views._bulk import bulk, bulk_apply, bulk_undo
from hafen.information.directory.views._edit import create, edit
from hafen.information.directory.views._export import export
from hafen.information.directory.views._hours import edit_hours
from hafen.information.directory.views._listing import listing
from hafen.information.directory.views._persons import edit_persons
from hafen.information.directory.views._places import edit_location, edit_places
from hafen.information.directory.views._service import (
    detail,
    history,
    move,
    translate,
)

__all__ = [
    "bulk",
    "bulk_apply",
    "bulk_undo",
    "create",
    "detail",
    "edit",
    "edit_hours",
    "edit_location",
    "edit_persons",
    "edit_places",
    "export",
    "history",
    "listing",
    "move",
    "translate",
]
