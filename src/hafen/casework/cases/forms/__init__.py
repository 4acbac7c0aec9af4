from hafen.casework.cases.forms._access import RefusalFilterForm, RefusalForm
from hafen.casework.cases.forms._cases import (
    CaseFilterForm,
    CaseForm,
    CloseForm,
    DeputyForm,
    ExtendForm,
    HandOverForm,
    OpenCaseForm,
    ProgrammeForm,
    ReopenForm,
)
from hafen.casework.cases.forms._circumstances import CircumstanceForm, CommunityForm
from hafen.casework.cases.forms._consents import HandSignForm, PrepareForm, SignForm
from hafen.casework.cases.forms._contested import ContestForm, SettleForm
from hafen.casework.cases.forms._deadlines import (
    DeadlineForm,
    PaperForm,
)
from hafen.casework.cases.forms._fields import HINT, RowsForm, choice, day
from hafen.casework.cases.forms._grid import (
    MeasureForm,
    MoveMeasureForm,
    PlanMeasureForm,
)
from hafen.casework.cases.forms._help import (
    SeekForm,
)
from hafen.casework.cases.forms._households import (
    EndHouseholdForm,
    GuardianForm,
    HouseholdFilterForm,
    HouseholdForm,
    KeepOutForm,
    MemberForm,
    MoveOutForm,
    PersonForm,
    PositionForm,
    household_initial,
    notice_given,
    person_initial,
    person_of,
)
from hafen.casework.cases.forms._load import ProfileForm, WeightsForm
from hafen.casework.cases.forms._needs import (
    AssessForm,
    MoveNeedForm,
    NeedFilterForm,
    QuarterForm,
    YearForm,
)
from hafen.casework.cases.forms._notes import NoteForm, ReasonForm, SummaryForm
from hafen.casework.cases.forms._plans import (
    AgreeForm,
    EndGoalForm,
    GoalForm,
    HandSignAgreementForm,
    ReviewForm,
    SignAgreementForm,
    StepForm,
)

__all__ = [
    "HINT",
    "AgreeForm",
    "AssessForm",
    "CaseFilterForm",
    "CaseForm",
    "CircumstanceForm",
    "CloseForm",
    "CommunityForm",
    "ContestForm",
    "DeadlineForm",
    "DeputyForm",
    "EndGoalForm",
    "EndHouseholdForm",
    "ExtendForm",
    "GoalForm",
    "GuardianForm",
    "HandOverForm",
    "HandSignAgreementForm",
    "HandSignForm",
    "HouseholdFilterForm",
    "HouseholdForm",
    "KeepOutForm",
    "MeasureForm",
    "MemberForm",
    "MoveMeasureForm",
    "MoveNeedForm",
    "MoveOutForm",
    "NeedFilterForm",
    "NoteForm",
    "OpenCaseForm",
    "PaperForm",
    "PersonForm",
    "PlanMeasureForm",
    "PositionForm",
    "PrepareForm",
    "ProfileForm",
    "ProgrammeForm",
    "QuarterForm",
    "ReasonForm",
    "RefusalFilterForm",
    "RefusalForm",
    "ReopenForm",
    "ReviewForm",
    "RowsForm",
    "SeekForm",
    "SettleForm",
    "SignAgreementForm",
    "SignForm",
    "StepForm",
    "SummaryForm",
    "WeightsForm",
    "YearForm",
    "choice",
    "day",
    "household_initial",
    "notice_given",
    "person_initial",
    "person_of",
]
