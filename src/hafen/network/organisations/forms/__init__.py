"""What the desk is asked about organisations and cooperation."""

from hafen.network.organisations.forms._cooperation import (
    AgreementFilterForm,
    AgreementForm,
    DeliverableForm,
    LevelForm,
    PresenceForm,
    agreement_said,
)
from hafen.network.organisations.forms._merging import (
    MergeForm,
)
from hafen.network.organisations.forms._networks import (
    AppearanceFilterForm,
    AppearanceForm,
    AttendanceFilterForm,
    DayForm,
    EndForm,
    MemberForm,
    NetworkFilterForm,
    NetworkForm,
    SeatForm,
    SpeakerForm,
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
    "AppearanceFilterForm",
    "AppearanceForm",
    "AttendanceFilterForm",
    "ConsentForm",
    "ContactPersonForm",
    "DayForm",
    "DeliverableForm",
    "EditorForm",
    "EndForm",
    "FilterForm",
    "LevelForm",
    "MemberForm",
    "MergeForm",
    "NetworkFilterForm",
    "NetworkForm",
    "OrganisationForm",
    "PresenceForm",
    "PublicFilterForm",
    "SeatForm",
    "SpeakerForm",
    "agreement_said",
]
