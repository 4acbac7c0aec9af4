"""Reads of the catalogue; the number of queries does not depend on its size."""

from hafen.information.directory.queries._hours import (
    HoursLine,
    holidays,
    hours_lines,
    next_opening_change,
    open_states,
    rules_of,
)
from hafen.information.directory.queries._public import (
    Card,
    Contact,
    Entry,
    PublicFilter,
    Where,
    cards,
    entry,
    languages_offered,
    published_service,
    published_services,
    topic_counts,
)
from hafen.information.directory.queries._said import data_of
from hafen.information.directory.queries._staff import (
    SORTS,
    StaffFilter,
    filtered,
    locations_visible_to,
    own_only,
    services_editable_by,
    services_visible_to,
    with_list_columns,
)

__all__ = [
    "SORTS",
    "Card",
    "Contact",
    "Entry",
    "HoursLine",
    "PublicFilter",
    "StaffFilter",
    "Where",
    "cards",
    "data_of",
    "entry",
    "filtered",
    "holidays",
    "hours_lines",
    "languages_offered",
    "locations_visible_to",
    "next_opening_change",
    "open_states",
    "own_only",
    "published_service",
    "published_services",
    "rules_of",
    "services_editable_by",
    "services_visible_to",
    "topic_counts",
    "with_list_columns",
]
