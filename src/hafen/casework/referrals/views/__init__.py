from hafen.casework.referrals.views._documents import attach, detach, document
from hafen.casework.referrals.views._lists import addressed, offices, referrals
from hafen.casework.referrals.views._matrix import (
    add_duty,
    duties,
    duty,
    duty_step,
    leave_duty,
)
from hafen.casework.referrals.views._questions import (
    add_question,
    question,
    question_step,
    questions,
)
from hafen.casework.referrals.views._refer import prepare, refer
from hafen.casework.referrals.views._referral import referral, referral_step, slip
from hafen.casework.referrals.views._switches import (
    add_switch,
    settle_step,
    switch,
    switch_step,
    switches,
)

__all__ = [
    "add_duty",
    "add_question",
    "add_switch",
    "addressed",
    "attach",
    "detach",
    "document",
    "duties",
    "duty",
    "duty_step",
    "leave_duty",
    "offices",
    "prepare",
    "question",
    "question_step",
    "questions",
    "refer",
    "referral",
    "referral_step",
    "referrals",
    "settle_step",
    "slip",
    "switch",
    "switch_step",
    "switches",
]
