from hafen.exchange.interpreting.services._booking import (
    Repeat,
    book,
)
from hafen.exchange.interpreting.services._calling import (
    Answer,
    answer,
    ask,
    expire_calls,
)
from hafen.exchange.interpreting.services._changing import edit_appointment
from hafen.exchange.interpreting.services._demand import (
    answer_forwarding,
    apply,
    call_for,
    close_unmet,
    end_call,
    forward,
    give_up,
    save_provider,
)
from hafen.exchange.interpreting.services._duty import (
    put_on_duty,
    save_slot,
    take_off_duty,
)
from hafen.exchange.interpreting.services._ending import call_off, give_back
from hafen.exchange.interpreting.services._institutions import (
    approve_institution,
    close_institution,
    edit_institution,
    register_institution,
    renew_link,
    save_service,
)
from hafen.exchange.interpreting.services._owners import (
    APPROVE,
    AWAIT,
    CHECK,
    COMPLAINT,
    CONFIRM,
    FIND,
    RELIEF,
    REPORT,
    SUBJECTS,
    TITLES,
)
from hafen.exchange.interpreting.services._planning import (
    ask_planned,
    compute_week_plan,
    lock_pair,
    request_week_plan,
    use_week_plan,
)
from hafen.exchange.interpreting.services._profiles import (
    confirm_profile,
    edit_interpreter,
    enter_interpreter,
    keep_apart,
    keep_fresh,
    note_absence,
    note_qualification,
    pause_interpreter,
    remove_interpreter,
)
from hafen.exchange.interpreting.services._relief import note_talk, wish_talk
from hafen.exchange.interpreting.services._reporting import (
    Times,
    confirm_times,
    look_for_missing,
    note_times,
    settle_complaint,
)
from hafen.exchange.interpreting.services._series import Scope
from hafen.exchange.interpreting.services._settling import settle
from hafen.exchange.interpreting.services._tell import (
    booking_address,
    expenses_address,
    own_address,
)
from hafen.exchange.interpreting.services._vouchers import cancel_invoice, issue_month

__all__ = [
    "APPROVE",
    "AWAIT",
    "CHECK",
    "COMPLAINT",
    "CONFIRM",
    "FIND",
    "RELIEF",
    "REPORT",
    "SUBJECTS",
    "TITLES",
    "Answer",
    "Repeat",
    "Scope",
    "Times",
    "answer",
    "answer_forwarding",
    "apply",
    "approve_institution",
    "ask",
    "ask_planned",
    "book",
    "booking_address",
    "call_for",
    "call_off",
    "cancel_invoice",
    "close_institution",
    "close_unmet",
    "compute_week_plan",
    "confirm_profile",
    "confirm_times",
    "edit_appointment",
    "edit_institution",
    "edit_interpreter",
    "end_call",
    "enter_interpreter",
    "expenses_address",
    "expire_calls",
    "forward",
    "give_back",
    "give_up",
    "issue_month",
    "keep_apart",
    "keep_fresh",
    "lock_pair",
    "look_for_missing",
    "note_absence",
    "note_qualification",
    "note_talk",
    "note_times",
    "own_address",
    "pause_interpreter",
    "put_on_duty",
    "register_institution",
    "remove_interpreter",
    "renew_link",
    "request_week_plan",
    "save_provider",
    "save_service",
    "save_slot",
    "settle",
    "settle_complaint",
    "take_off_duty",
    "use_week_plan",
    "wish_talk",
]
