from hafen.exchange.interpreting.forms._booking import (
    AppointmentFilterForm,
    BookingForm,
    initial_of,
)
from hafen.exchange.interpreting.forms._duty import (
    DutyForm,
    SlotForm,
    initial_of_slot,
)
from hafen.exchange.interpreting.forms._others import (
    AnswerForm,
    ApplyForm,
    ComplaintForm,
    DeskInstitutionForm,
    OutcomeForm,
    ProviderForm,
    RegisterForm,
    TimesForm,
    initial_of_institution,
    initial_of_provider,
    initial_times,
)
from hafen.exchange.interpreting.forms._profile import (
    AbsenceForm,
    ApartForm,
    InterpreterFilterForm,
    InterpreterForm,
    QualificationForm,
    SettingsForm,
    initial_of_interpreter,
)

__all__ = [
    "AbsenceForm",
    "AnswerForm",
    "ApartForm",
    "ApplyForm",
    "AppointmentFilterForm",
    "BookingForm",
    "ComplaintForm",
    "DeskInstitutionForm",
    "DutyForm",
    "InterpreterFilterForm",
    "InterpreterForm",
    "OutcomeForm",
    "ProviderForm",
    "QualificationForm",
    "RegisterForm",
    "SettingsForm",
    "SlotForm",
    "TimesForm",
    "initial_of",
    "initial_of_institution",
    "initial_of_interpreter",
    "initial_of_provider",
    "initial_of_slot",
    "initial_times",
]
