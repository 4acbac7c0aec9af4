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
    "clarify",
    "close",
    "complaint",
    "detail",
    "drop_mail",
    "figures",
    "history",
    "let_go",
    "listing",
    "mailbox",
    "merge",
    "note",
    "onward",
    "parties",
    "point",
    "remark",
    "reply",
    "settings",
    "sort",
    "step",
    "summaries",
    "template",
]
