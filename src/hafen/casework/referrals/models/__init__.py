from hafen.casework.referrals.models._matrix import Duty, DutyActor, OpenQuestion
from hafen.casework.referrals.models._referrals import (
    LONGEST_TOLD_DAYS,
    Referral,
    ReferralQuerySet,
)
from hafen.casework.referrals.models._switches import AreaSwitch, SwitchStep

__all__ = [
    "LONGEST_TOLD_DAYS",
    "AreaSwitch",
    "Duty",
    "DutyActor",
    "OpenQuestion",
    "Referral",
    "ReferralQuerySet",
    "SwitchStep",
]
