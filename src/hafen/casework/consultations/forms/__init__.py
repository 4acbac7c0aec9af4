from hafen.casework.consultations.forms._desk import (
    ApartForm,
    AppointmentForm,
    CheckInForm,
    DeskHourForm,
    EndForm,
    MoveForm,
    PeriodForm,
    SimulateForm,
    TalkForm,
    VisitFilterForm,
    WhoFields,
    initial_of,
)
from hafen.casework.consultations.forms._online import (
    TAKEN,
    AskForm,
    OtherTimeForm,
    WishForm,
)

__all__ = [
    "TAKEN",
    "ApartForm",
    "AppointmentForm",
    "AskForm",
    "CheckInForm",
    "DeskHourForm",
    "EndForm",
    "MoveForm",
    "OtherTimeForm",
    "PeriodForm",
    "SimulateForm",
    "TalkForm",
    "VisitFilterForm",
    "WhoFields",
    "WishForm",
    "initial_of",
]
