"""The rows of a town's places; each file beside this one holds one subject."""

from hafen.core.places.models.days import (
    ClosedDay,
    HolidayOverride,
    OpeningException,
    OpeningHours,
    SchoolHoliday,
)
from hafen.core.places.models.municipality import (
    RESERVED_SLUGS,
    Municipality,
    MunicipalityRow,
    NamedRow,
)
from hafen.core.places.models.offices import (
    Delegation,
    Responsibility,
    Unit,
    UnitContact,
)
from hafen.core.places.models.sites import Room, Shortcoming, Site
from hafen.core.places.models.territory import (
    District,
    StreetRange,
    Territory,
    TerritoryDistrict,
)

__all__ = [
    "RESERVED_SLUGS",
    "ClosedDay",
    "Delegation",
    "District",
    "HolidayOverride",
    "Municipality",
    "MunicipalityRow",
    "NamedRow",
    "OpeningException",
    "OpeningHours",
    "Responsibility",
    "Room",
    "SchoolHoliday",
    "Shortcoming",
    "Site",
    "StreetRange",
    "Territory",
    "TerritoryDistrict",
    "Unit",
    "UnitContact",
]
