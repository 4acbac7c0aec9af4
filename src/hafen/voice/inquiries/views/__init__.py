from hafen.voice.inquiries.views._agreements import agreement, agreements, sheet
from hafen.voice.inquiries.views._checks import checklist, lay_checklist, tick
from hafen.voice.inquiries.views._figures import figures
from hafen.voice.inquiries.views._more import (
    clarify,
    complaint,
    drop_mail,
    let_go,
    merge,
    parties,
    summaries,
)
from hafen.voice.inquiries.views._onward import onward
from hafen.voice.inquiries.views._people import known_as, part_people, person
from hafen.voice.inquiries.views._register import listing, note
from hafen.voice.inquiries.views._settings import (
    mailbox,
    point,
    settings,
    template,
)
from hafen.voice.inquiries.views._work import (
    close,
    detail,
    history,
    remark,
    reply,
    sort,
    step,
)

__all__ = [
    "agreement",
    "agreements",
    "checklist",
    "clarify",
    "close",
    "complaint",
    "detail",
    "drop_mail",
    "figures",
    "history",
    "known_as",
    "lay_checklist",
    "let_go",
    "listing",
    "mailbox",
    "merge",
    "note",
    "onward",
    "part_people",
    "parties",
    "person",
    "point",
    "remark",
    "reply",
    "settings",
    "sheet",
    "sort",
    "step",
    "summaries",
    "template",
    "tick",
]
