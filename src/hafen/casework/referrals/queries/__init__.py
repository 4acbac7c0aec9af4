from hafen.casework.referrals.queries._addressed import Addressed, addressed_to
from hafen.casework.referrals.queries._documents import (
    documents_of,
    papers_for,
    spelled,
    told_now,
)
from hafen.casework.referrals.queries._gate import (
    Standing,
    consents_for,
    fitting_offers,
    standing,
)
from hafen.casework.referrals.queries._lists import (
    PRESSING,
    ReferralFilter,
    filtered_questions,
    filtered_referrals,
    filtered_switches,
    office_times,
)
from hafen.casework.referrals.queries._matrix import DutyLine, Matrix, matrix
from hafen.casework.referrals.queries._visible import (
    case_of,
    duties_visible_to,
    questions_visible_to,
    referral_by_link,
    referrals_visible_to,
    switches_visible_to,
    together,
)

__all__ = [
    "PRESSING",
    "Addressed",
    "DutyLine",
    "Matrix",
    "ReferralFilter",
    "Standing",
    "addressed_to",
    "case_of",
    "consents_for",
    "documents_of",
    "duties_visible_to",
    "filtered_questions",
    "filtered_referrals",
    "filtered_switches",
    "fitting_offers",
    "matrix",
    "office_times",
    "papers_for",
    "questions_visible_to",
    "referral_by_link",
    "referrals_visible_to",
    "spelled",
    "standing",
    "switches_visible_to",
    "together",
    "told_now",
]
