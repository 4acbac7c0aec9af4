"""The reads of the room; each file beside this one holds one side of it."""

from hafen.information.events.queries._figures import (
    invitations_of,
    periods,
    replies_by_category,
    year_lines,
)
from hafen.information.events.queries._public import (
    Card,
    PublicFilter,
    answers_in,
    cards,
    coming,
    district_of,
    event_by_address,
    next_change,
    place_line,
    public_dates,
    public_events,
    series_of,
)
from hafen.information.events.queries._staff import (
    StaffFilter,
    events_editable_by,
    events_visible_to,
    filtered,
)

__all__ = [
    "Card",
    "PublicFilter",
    "StaffFilter",
    "answers_in",
    "cards",
    "coming",
    "district_of",
    "event_by_address",
    "events_editable_by",
    "events_visible_to",
    "filtered",
    "invitations_of",
    "next_change",
    "periods",
    "place_line",
    "public_dates",
    "public_events",
    "replies_by_category",
    "series_of",
    "year_lines",
]
