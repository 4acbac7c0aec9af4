"""The pages of the room, for the public and for the desk."""

from hafen.information.events.views._dates import change_date, visitors
from hafen.information.events.views._desk import (
    ask,
    create,
    detail,
    edit,
    listing,
    move,
    registration,
    translate,
)
from hafen.information.events.views._guests import ask as ask_publicly
from hafen.information.events.views._guests import (
    asked,
    join,
    joined,
    submit,
    submitted,
)
from hafen.information.events.views._lists import (
    calendars,
    campaigns,
    goals,
    need_teams,
    wishes,
    year,
)
from hafen.information.events.views._planning import (
    answers,
    invitations,
    papers,
    plan,
)
from hafen.information.events.views._public import (
    calendar,
    campaign,
    event,
    event_calendar,
    events,
    rss,
)
from hafen.information.events.views._sites import programme

__all__ = [
    "answers",
    "ask",
    "ask_publicly",
    "asked",
    "calendar",
    "calendars",
    "campaign",
    "campaigns",
    "change_date",
    "create",
    "detail",
    "edit",
    "event",
    "event_calendar",
    "events",
    "goals",
    "invitations",
    "join",
    "joined",
    "listing",
    "move",
    "need_teams",
    "papers",
    "plan",
    "programme",
    "registration",
    "rss",
    "submit",
    "submitted",
    "translate",
    "visitors",
    "wishes",
    "year",
]
