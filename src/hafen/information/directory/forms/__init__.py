"""What the desk of the catalogue reads from people."""

from hafen.information.directory.forms._hours import DayOffForm, HoursForm
from hafen.information.directory.forms._lists import BulkForm, FilterForm
from hafen.information.directory.forms._persons import PersonForm
from hafen.information.directory.forms._sections import (
    ContactForm,
    NewServiceForm,
    WhatForm,
    WhomForm,
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

__all__ = [
    "BulkForm",
    "ConfirmForm",
    "ContactForm",
    "DayOffForm",
    "DecisionForm",
    "FilterForm",
    "HoursForm",
    "LocationForm",
    "MailedProposalForm",
    "NewServiceForm",
    "PersonForm",
    "PlaceForm",
    "PlacesForm",
    "ProposalForm",
    "StepForm",
    "VisitsForm",
    "WhatForm",
    "WhomForm",
    "new_token",
]
