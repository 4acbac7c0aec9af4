"""What the desk of the catalogue reads from people."""

from hafen.information.directory.forms._lists import BulkForm, FilterForm
from hafen.information.directory.forms._sections import (
    ContactForm,
    NewServiceForm,
    WhatForm,
    WhomForm,
)
from hafen.information.directory.forms._where import (
    DayOffForm,
    HoursForm,
    LocationForm,
    PlaceForm,
)

__all__ = [
    "BulkForm",
    "ContactForm",
    "DayOffForm",
    "FilterForm",
    "HoursForm",
    "LocationForm",
    "NewServiceForm",
    "PlaceForm",
    "WhatForm",
    "WhomForm",
]
