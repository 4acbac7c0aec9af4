"""The verbs of the room; each file beside this one holds one subject."""

from hafen.information.events.services._calendars import (
    drop_calendar,
    keep_calendar,
    read_calendar,
    take_over,
)
from hafen.information.events.services._dates import follow_dates, lay_dates
from hafen.information.events.services._errors import (
    NotReady,
    RoomTaken,
    WrongState,
)
from hafen.information.events.services._invitations import (
    invite,
    note_reply,
    remind_silent,
)
from hafen.information.events.services._needs import set_need_team
from hafen.information.events.services._plans import (
    add_paper,
    add_plan_entry,
    drop_goal,
    drop_paper,
    finish_plan_entry,
    link_wish,
    set_goal,
    wish_for,
)
from hafen.information.events.services._questions import (
    AlreadyAnswered,
    answer_question,
    ask_question,
    publish_answer,
)
from hafen.information.events.services._registration import (
    follow_places,
    join_event,
    questions_of,
)
from hafen.information.events.services._states import (
    archive_event,
    call_off_event,
    decline_event,
    hand_in_event,
    publish_event,
    withdraw_event,
)
from hafen.information.events.services._write import (
    change_date,
    create_event,
    edit_event,
    keep_campaign,
    note_visitors,
    submit_event,
    translate_event,
)

__all__ = [
    "AlreadyAnswered",
    "NotReady",
    "RoomTaken",
    "WrongState",
    "add_paper",
    "add_plan_entry",
    "answer_question",
    "archive_event",
    "ask_question",
    "call_off_event",
    "change_date",
    "create_event",
    "decline_event",
    "drop_calendar",
    "drop_goal",
    "drop_paper",
    "edit_event",
    "finish_plan_entry",
    "follow_dates",
    "follow_places",
    "hand_in_event",
    "invite",
    "join_event",
    "keep_calendar",
    "keep_campaign",
    "lay_dates",
    "link_wish",
    "note_reply",
    "note_visitors",
    "publish_answer",
    "publish_event",
    "questions_of",
    "read_calendar",
    "remind_silent",
    "set_goal",
    "set_need_team",
    "submit_event",
    "take_over",
    "translate_event",
    "wish_for",
    "withdraw_event",
]
