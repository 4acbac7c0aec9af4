from hafen.casework.cases.views._cases import (
    case,
    case_step,
    cases,
    load,
    open_case,
)
from hafen.casework.cases.views._clients import (
    client,
    client_step,
    edit_client,
    protection,
    protection_step,
    take_back,
)
from hafen.casework.cases.views._consents import (
    agreed,
    consent_step,
    consents,
    letter,
    prepare,
    sheet,
    told,
)
from hafen.casework.cases.views._doubles import doubles, join, separate
from hafen.casework.cases.views._households import (
    add_household,
    add_member,
    edit_household,
    household,
    household_step,
    households,
)
from hafen.casework.cases.views._needs import (
    assess,
    need_step,
    needs,
    needs_list,
    needs_ranking,
)
from hafen.casework.cases.views._notes import readings, secret, special
from hafen.casework.cases.views._programmes import (
    add_programme,
    edit_programme,
    programmes,
)
from hafen.casework.cases.views._responsible import (
    end_deputy,
    responsible,
    responsible_step,
)

__all__ = [
    "add_household",
    "add_member",
    "add_programme",
    "agreed",
    "assess",
    "case",
    "case_step",
    "cases",
    "client",
    "client_step",
    "consent_step",
    "consents",
    "doubles",
    "edit_client",
    "edit_household",
    "edit_programme",
    "end_deputy",
    "household",
    "household_step",
    "households",
    "join",
    "letter",
    "load",
    "need_step",
    "needs",
    "needs_list",
    "needs_ranking",
    "open_case",
    "prepare",
    "programmes",
    "protection",
    "protection_step",
    "readings",
    "responsible",
    "responsible_step",
    "secret",
    "separate",
    "sheet",
    "special",
    "take_back",
    "told",
]
