"""What people enter about places; nothing is saved here."""

from hafen.core.places.forms.days import ClosedDayForm, HolidayForm, SchoolYearForm
from hafen.core.places.forms.municipality import (
    FeaturesForm,
    MunicipalityForm,
    PublicationForm,
)
from hafen.core.places.forms.offices import (
    ContactForm,
    DelegationForm,
    DoubtForm,
    InForceForm,
    ResponsibilityForm,
    UnitForm,
)
from hafen.core.places.forms.sites import (
    DecisionForm,
    ExceptionForm,
    HoursFormSet,
    RoomForm,
    ShortcomingForm,
    SiteForm,
)
from hafen.core.places.forms.territory import (
    DistrictFileForm,
    DistrictForm,
    StreetForm,
    TerritoryForm,
)

__all__ = [
    "ClosedDayForm",
    "ContactForm",
    "DecisionForm",
    "DelegationForm",
    "DistrictFileForm",
    "DistrictForm",
    "DoubtForm",
    "ExceptionForm",
    "FeaturesForm",
    "HolidayForm",
    "HoursFormSet",
    "InForceForm",
    "MunicipalityForm",
    "PublicationForm",
    "ResponsibilityForm",
    "RoomForm",
    "SchoolYearForm",
    "ShortcomingForm",
    "SiteForm",
    "StreetForm",
    "TerritoryForm",
    "UnitForm",
]
