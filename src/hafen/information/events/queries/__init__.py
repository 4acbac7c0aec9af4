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
    answers_of_campaign,
    cards,
    coming,
    district_of,
    event_by_address,
    next_change,
    place_line,
    public_dates,
    public_events,
    series_cards,
    series_of,
)
from hafen.information.events.queries._sites import (
    RoomDay,
    RoomWeek,
    follow_ups,
    last_exchange,
    neighbours_are_told,
    room_weeks,
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
    "RoomDay",
    "RoomWeek",
    "StaffFilter",
    "answers_in",
    "answers_of_campaign",
    "cards",
    "coming",
    "district_of",
    "event_by_address",
    "events_editable_by",
    "events_visible_to",
    "filtered",
    "follow_ups",
    "invitations_of",
    "last_exchange",
    "neighbours_are_told",
    "next_change",
    "periods",
    "place_line",
    "public_dates",
    "public_events",
    "replies_by_category",
    "room_weeks",
    "series_cards",
    "series_of",
    "year_lines",
]
