from hafen.casework.outreach.models._arrivals import (
    Arrival,
    ArrivalQuerySet,
    GroupNotice,
)
from hafen.casework.outreach.models._handovers import (
    HandOver,
    HandOverQuerySet,
    Protocol,
)
from hafen.casework.outreach.models._travel import (
    TravelLine,
    Trip,
    Vehicle,
    VehicleBooking,
)
from hafen.casework.outreach.models._visits import HomeVisit, SheetGiven, VisitNote

__all__ = [
    "Arrival",
    "ArrivalQuerySet",
    "GroupNotice",
    "HandOver",
    "HandOverQuerySet",
    "HomeVisit",
    "Protocol",
    "SheetGiven",
    "TravelLine",
    "Trip",
    "Vehicle",
    "VehicleBooking",
    "VisitNote",
]
