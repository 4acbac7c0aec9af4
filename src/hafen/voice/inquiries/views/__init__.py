from hafen.voice.inquiries.views._register import listing, note
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
    "close",
    "detail",
    "history",
    "listing",
    "note",
    "remark",
    "reply",
    "sort",
    "step",
]
