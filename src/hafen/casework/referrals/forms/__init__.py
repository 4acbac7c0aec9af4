from hafen.casework.referrals.forms._answers import (
    AcceptForm,
    ArriveForm,
    FinishForm,
    LaterForm,
    NumberForm,
    RefuseForm,
)
from hafen.casework.referrals.forms._matrix import (
    AnsweredForm,
    DutyForm,
    PartForm,
    QuestionForm,
)
from hafen.casework.referrals.forms._refer import (
    AttachForm,
    ChooseForm,
    PeriodForm,
    PrepareForm,
    ReferralFilterForm,
)
from hafen.casework.referrals.forms._switches import CloseSwitchForm, SwitchForm

__all__ = [
    "AcceptForm",
    "AnsweredForm",
    "ArriveForm",
    "AttachForm",
    "ChooseForm",
    "CloseSwitchForm",
    "DutyForm",
    "FinishForm",
    "LaterForm",
    "NumberForm",
    "PartForm",
    "PeriodForm",
    "PrepareForm",
    "QuestionForm",
    "ReferralFilterForm",
    "RefuseForm",
    "SwitchForm",
]
