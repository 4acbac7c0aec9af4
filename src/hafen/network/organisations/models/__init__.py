"""Who takes part in the network, and how one works together."""

from hafen.network.organisations.models._cooperation import (
    Agreement,
    AgreementParty,
    AgreementQuerySet,
    CaseCooperation,
    CasePartner,
    Closeness,
    CooperationLevel,
    Deliverable,
    Presence,
)
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
    "Agreement",
    "AgreementParty",
    "AgreementQuerySet",
    "CaseCooperation",
    "CasePartner",
    "Closeness",
    "ContactPerson",
    "CooperationLevel",
    "Deliverable",
    "Organisation",
    "OrganisationDistrict",
    "OrganisationEditor",
    "OrganisationQuerySet",
    "OrganisationTranslation",
    "Presence",
    "PublicationConsent",
]
