"""Who takes part in the network, and how one works together."""

from hafen.network.organisations.models._appearances import (
    Appearance,
    AppearanceMaterial,
    AppearancePerson,
    AppearanceQuerySet,
)
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
from hafen.network.organisations.models._merging import Distinct, Merge
from hafen.network.organisations.models._networks import (
    Membership,
    Network,
    NetworkQuerySet,
    NetworkTranslation,
    Seat,
    Speaker,
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
    "Appearance",
    "AppearanceMaterial",
    "AppearancePerson",
    "AppearanceQuerySet",
    "CaseCooperation",
    "CasePartner",
    "Closeness",
    "ContactPerson",
    "CooperationLevel",
    "Deliverable",
    "Distinct",
    "Membership",
    "Merge",
    "Network",
    "NetworkQuerySet",
    "NetworkTranslation",
    "Organisation",
    "OrganisationDistrict",
    "OrganisationEditor",
    "OrganisationQuerySet",
    "OrganisationTranslation",
    "Presence",
    "PublicationConsent",
    "Seat",
    "Speaker",
]
