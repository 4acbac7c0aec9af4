from hafen.exchange.mentoring.views._guides import (
    add_guide,
    end_guide,
    guide,
    guides,
)
from hafen.exchange.mentoring.views._programmes import (
    add_programme,
    begin_concept,
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
    "add_guide",
    "add_programme",
    "agreement",
    "assign",
    "begin_concept",
    "detail",
    "edit_programme",
    "end_guide",
    "figures",
    "guide",
    "guides",
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
