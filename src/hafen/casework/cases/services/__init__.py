from hafen.casework.cases.services._cases import (
    close_case,
    end_deputy,
    extend_case,
    follow_up,
    hand_over_case,
    months_later,
    name_deputy,
    open_case,
    reopen_case,
    save_case,
)
from hafen.casework.cases.services._circumstances import (
    form_community,
    note_circumstance,
    take_back_circumstance,
)
from hafen.casework.cases.services._consents import (
    TELL,
    TELL_TITLE,
    prepare_consents,
    recipient_told,
    sign_consents,
    withdraw_consent,
)
from hafen.casework.cases.services._households import (
    add_member,
    end_household,
    keep_out,
    move_out,
    name_guardian,
    save_client,
    save_household,
    take_in,
)
from hafen.casework.cases.services._names import join_clients, separate_clients
from hafen.casework.cases.services._needs import (
    Rated,
    assess_needs,
    move_need,
)
from hafen.casework.cases.services._notes import (
    open_special,
    write_note,
    write_secret,
    write_special,
)
from hafen.casework.cases.services._programmes import save_programme

__all__ = [
    "TELL",
    "TELL_TITLE",
    "Rated",
    "add_member",
    "assess_needs",
    "close_case",
    "end_deputy",
    "end_household",
    "extend_case",
    "follow_up",
    "form_community",
    "hand_over_case",
    "join_clients",
    "keep_out",
    "months_later",
    "move_need",
    "move_out",
    "name_deputy",
    "name_guardian",
    "note_circumstance",
    "open_case",
    "open_special",
    "prepare_consents",
    "recipient_told",
    "reopen_case",
    "save_case",
    "save_client",
    "save_household",
    "save_programme",
    "separate_clients",
    "sign_consents",
    "take_back_circumstance",
    "take_in",
    "withdraw_consent",
    "write_note",
    "write_secret",
    "write_special",
]
