from hafen.casework.consultations.views._appointments import (
    appointment_step,
    appointments,
    arrange,
    move,
)
from hafen.casework.consultations.views._figures import day, load, visits
from hafen.casework.consultations.views._hour import (
    call_next,
    check_in,
    hour,
    tally,
    visit_step,
)
from hafen.casework.consultations.views._plan import (
    add_desk_hour,
    edit_desk_hour,
    end_desk_hour,
    plan,
)
from hafen.casework.consultations.views._talk import (
    contacts_of,
    people,
    record_apart,
    talk,
)

__all__ = [
    "add_desk_hour",
    "appointment_step",
    "appointments",
    "arrange",
    "call_next",
    "check_in",
    "contacts_of",
    "day",
    "edit_desk_hour",
    "end_desk_hour",
    "hour",
    "load",
    "move",
    "people",
    "plan",
    "record_apart",
    "talk",
    "tally",
    "visit_step",
    "visits",
]
