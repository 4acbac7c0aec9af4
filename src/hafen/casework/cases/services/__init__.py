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
from hafen.casework.cases.services._notes import (
    open_special,
    write_note,
    write_secret,
    write_special,
)
from hafen.casework.cases.services._programmes import save_programme

__all__ = [
    "add_member",
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
    "move_out",
    "name_deputy",
    "name_guardian",
    "note_circumstance",
    "open_case",
    "open_special",
    "reopen_case",
    "save_case",
    "save_client",
    "save_household",
    "save_programme",
    "separate_clients",
    "take_back_circumstance",
    "take_in",
    "write_note",
    "write_secret",
    "write_special",
]
