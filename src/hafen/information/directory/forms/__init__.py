"""What the desk of the catalogue reads from people."""

from hafen.information.directory.forms._courses import (
    CourseForm,
    EditionForm,
    JoinForm,
    ProgressForm,
)
from hafen.information.directory.forms._figures import FiguresForm
from hafen.information.directory.forms._gaps import GapAnswerForm, GapForm
from hafen.information.directory.forms._hours import DayOffForm, HoursForm
from hafen.information.directory.forms._lists import BulkForm, FilterForm
from hafen.information.directory.forms._persons import PersonForm
from hafen.information.directory.forms._public import CollectForm, FittingForm
from hafen.information.directory.forms._sections import (
    ContactForm,
    NewServiceForm,
    WhatForm,
)
from hafen.information.directory.forms._upkeep import (
    ConfirmForm,
    DecisionForm,
    MailedProposalForm,
    PlacesForm,
    ProposalForm,
    StepForm,
    VisitsForm,
    new_token,
)
from hafen.information.directory.forms._where import LocationForm, PlaceForm
from hafen.information.directory.forms._whom import WhomForm

__all__ = [
    "BulkForm",
    "CollectForm",
    "ConfirmForm",
    "ContactForm",
    "CourseForm",
    "DayOffForm",
    "DecisionForm",
    "EditionForm",
    "FiguresForm",
    "FilterForm",
    "FittingForm",
    "GapAnswerForm",
    "GapForm",
    "HoursForm",
    "JoinForm",
    "LocationForm",
    "MailedProposalForm",
    "NewServiceForm",
    "PersonForm",
    "PlaceForm",
    "PlacesForm",
    "ProgressForm",
    "ProposalForm",
    "StepForm",
    "VisitsForm",
    "WhatForm",
    "WhomForm",
    "new_token",
]
