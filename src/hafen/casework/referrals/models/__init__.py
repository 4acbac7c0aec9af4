from hafen.casework.referrals.models._matrix import Duty, DutyActor, OpenQuestion
from hafen.casework.referrals.models._referrals import Referral, ReferralQuerySet
from hafen.casework.referrals.models._switches import AreaSwitch, SwitchStep

__all__ = [
    "AreaSwitch",
    "Duty",
    "DutyActor",
    "OpenQuestion",
    "Referral",
    "ReferralQuerySet",
    "SwitchStep",
]
