"""What the desk is asked about organisations and cooperation."""

from hafen.network.organisations.forms._cooperation import (
    AgreementFilterForm,
    AgreementForm,
    DeliverableForm,
    LevelForm,
    PresenceForm,
    agreement_said,
)
from hafen.network.organisations.forms._organisations import (
    SORTS,
    ConsentForm,
    ContactPersonForm,
    EditorForm,
    FilterForm,
    OrganisationForm,
    PublicFilterForm,
)

__all__ = [
    "SORTS",
    "AgreementFilterForm",
    "AgreementForm",
    "ConsentForm",
    "ContactPersonForm",
    "DeliverableForm",
    "EditorForm",
    "FilterForm",
    "LevelForm",
    "OrganisationForm",
    "PresenceForm",
    "PublicFilterForm",
    "agreement_said",
]
