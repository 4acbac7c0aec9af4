from hafen.casework.referrals.models._documents import (
    DRAFT_DAYS,
    MOST_BYTES,
    MOST_DOCUMENTS,
    ReferralDocument,
)
from hafen.casework.referrals.models._matrix import Duty, DutyActor, OpenQuestion
from hafen.casework.referrals.models._referrals import (
    LONGEST_TOLD_DAYS,
    Referral,
    ReferralQuerySet,
)
from hafen.casework.referrals.models._switches import AreaSwitch, SwitchStep

__all__ = [
    "DRAFT_DAYS",
    "LONGEST_TOLD_DAYS",
    "MOST_BYTES",
    "MOST_DOCUMENTS",
    "AreaSwitch",
    "Duty",
    "DutyActor",
    "OpenQuestion",
    "Referral",
    "ReferralDocument",
    "ReferralQuerySet",
    "SwitchStep",
]
