"""Who takes part in the network, and whom to ask there."""

from hafen.network.organisations.models._organisations import (
    Organisation,
    OrganisationDistrict,
    OrganisationQuerySet,
    OrganisationTranslation,
)
from hafen.network.organisations.models._people import (
    ContactPerson,
    OrganisationEditor,
    PublicationConsent,
)

__all__ = [
    "ContactPerson",
    "Organisation",
    "OrganisationDistrict",
    "OrganisationEditor",
    "OrganisationQuerySet",
    "OrganisationTranslation",
    "PublicationConsent",
]
