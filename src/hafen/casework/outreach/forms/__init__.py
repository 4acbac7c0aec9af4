from hafen.casework.outreach.forms._alone import AloneForm
from hafen.casework.outreach.forms._arrivals import (
    ApproachForm,
    ArrivalFilterForm,
    ArrivalForm,
    EndForm,
    GroupForm,
    HelperForm,
    PeriodForm,
    RecogniseForm,
    SheetForm,
    arrival_initial,
    chosen_sheet,
    sheet_key,
)
from hafen.casework.outreach.forms._handovers import (
    AnswerForm,
    DecideForm,
    GateForm,
    HandOverForm,
    ProtocolForm,
    hand_over_initial,
)
from hafen.casework.outreach.forms._travel import (
    BookingForm,
    LineOfSiteForm,
    VehicleForm,
)
from hafen.casework.outreach.forms._visits import LineForm, PlanForm, RecordForm

__all__ = [
    "AloneForm",
    "AnswerForm",
    "ApproachForm",
    "ArrivalFilterForm",
    "ArrivalForm",
    "BookingForm",
    "DecideForm",
    "EndForm",
    "GateForm",
    "GroupForm",
    "HandOverForm",
    "HelperForm",
    "LineForm",
    "LineOfSiteForm",
    "PeriodForm",
    "PlanForm",
    "ProtocolForm",
    "RecogniseForm",
    "RecordForm",
    "SheetForm",
    "VehicleForm",
    "arrival_initial",
    "chosen_sheet",
    "hand_over_initial",
    "sheet_key",
]
