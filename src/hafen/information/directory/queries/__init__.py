"""Reads of the catalogue; the number of queries does not depend on its size."""

from hafen.information.directory.queries._hours import (
    EVERY,
    NTH,
    HoursLine,
    holidays,
    hours_lines,
    next_opening_change,
    open_states,
    rhythm,
    rules_of,
)
from hafen.information.directory.queries._persons import (
    persons_of,
    persons_to_name,
    public_persons,
)
from hafen.information.directory.queries._public import (
    cards,
    entry,
    languages_offered,
    published_service,
    published_services,
    topic_counts,
)
from hafen.information.directory.queries._said import data_of
from hafen.information.directory.queries._shown import (
    Card,
    Contact,
    Entry,
    NamedPerson,
    PublicFilter,
    Where,
)
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
    "EVERY",
    "NTH",
    "SORTS",
    "Card",
    "Contact",
    "Entry",
    "HoursLine",
    "NamedPerson",
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
    "persons_of",
    "persons_to_name",
    "public_persons",
    "published_service",
    "published_services",
    "rhythm",
    "rules_of",
    "services_editable_by",
    "services_visible_to",
    "topic_counts",
    "with_list_columns",
]
