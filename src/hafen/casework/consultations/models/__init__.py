from hafen.casework.consultations.models._appointments import (
    LIVING,
    Appointment,
    OnlineRequest,
)
from hafen.casework.consultations.models._plan import DeskHour, DeskHourQuerySet
from hafen.casework.consultations.models._visits import (
    Visit,
    Visitor,
    VisitQuerySet,
)

__all__ = [
    "LIVING",
    "Appointment",
    "DeskHour",
    "DeskHourQuerySet",
    "OnlineRequest",
    "Visit",
    "VisitQuerySet",
    "Visitor",
]
