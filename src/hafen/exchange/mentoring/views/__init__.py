from hafen.exchange.mentoring.views._programmes import (
    add_programme,
    edit_programme,
    programme_questions,
    programmes,
)
from hafen.exchange.mentoring.views._sponsorships import (
    agreement,
    assign,
    detail,
    figures,
    listing,
    step,
)
from hafen.exchange.mentoring.views._wishes import (
    hand_over,
    take_back,
    waiting,
    wish,
    wishes,
)

__all__ = [
    "add_programme",
    "agreement",
    "assign",
    "detail",
    "edit_programme",
    "figures",
    "hand_over",
    "listing",
    "programme_questions",
    "programmes",
    "step",
    "take_back",
    "waiting",
    "wish",
    "wishes",
]
