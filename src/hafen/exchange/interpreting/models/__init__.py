from hafen.exchange.interpreting.models._appointments import (
    Appointment,
    AppointmentQuerySet,
    Series,
    Span,
)
from hafen.exchange.interpreting.models._calls import Call
from hafen.exchange.interpreting.models._demand import Forwarding, Provider, Wanted
from hafen.exchange.interpreting.models._duty import (
    Duty,
    DutySlot,
    PlannedJob,
    WeekPlan,
)
from hafen.exchange.interpreting.models._institutions import Institution, Service, Taxed
from hafen.exchange.interpreting.models._people import (
    CHECKED_FOR,
    Apart,
    Busy,
    Interpreter,
    InterpreterQuerySet,
    Qualification,
    ReliefTalk,
    Speech,
)
from hafen.exchange.interpreting.models._vouchers import Voucher, numbered
from hafen.exchange.interpreting.models._words import (
    DELICATE,
    HEAVY,
    NOT_FOR_LAY,
    Direction,
    Mode,
    Pressing,
    Subject,
    Training,
    Urgency,
)

__all__ = [
    "CHECKED_FOR",
    "DELICATE",
    "HEAVY",
    "NOT_FOR_LAY",
    "Apart",
    "Appointment",
    "AppointmentQuerySet",
    "Busy",
    "Call",
    "Direction",
    "Duty",
    "DutySlot",
    "Forwarding",
    "Institution",
    "Interpreter",
    "InterpreterQuerySet",
    "Mode",
    "PlannedJob",
    "Pressing",
    "Provider",
    "Qualification",
    "ReliefTalk",
    "Series",
    "Service",
    "Span",
    "Speech",
    "Subject",
    "Taxed",
    "Training",
    "Urgency",
    "Voucher",
    "Wanted",
    "WeekPlan",
    "numbered",
]
