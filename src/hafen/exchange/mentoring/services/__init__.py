from hafen.exchange.mentoring.services._check_ins import answer_check_in, ask_due
from hafen.exchange.mentoring.services._following import follow_match
from hafen.exchange.mentoring.services._guides import end_guide, recruit_guide
from hafen.exchange.mentoring.services._hand_overs import (
    hand_over,
    remind_associations,
    report_wish,
    take_back_wish,
)
from hafen.exchange.mentoring.services._owners import (
    AGREE,
    ANSWERED,
    APPLIED,
    CHECK,
    TALK,
    TITLES,
    WAITS,
)
from hafen.exchange.mentoring.services._programmes import (
    Application,
    apply_for,
    begin_concept,
    questions_of,
    save_programme,
)
from hafen.exchange.mentoring.services._sponsorships import (
    assign,
    begin_sponsorship,
    end_sponsorship,
    look_again,
    note_entry,
    note_steps,
)

__all__ = [
    "AGREE",
    "ANSWERED",
    "APPLIED",
    "CHECK",
    "TALK",
    "TITLES",
    "WAITS",
    "Application",
    "answer_check_in",
    "apply_for",
    "ask_due",
    "assign",
    "begin_concept",
    "begin_sponsorship",
    "end_guide",
    "end_sponsorship",
    "follow_match",
    "hand_over",
    "look_again",
    "note_entry",
    "note_steps",
    "questions_of",
    "recruit_guide",
    "remind_associations",
    "report_wish",
    "save_programme",
    "take_back_wish",
]
