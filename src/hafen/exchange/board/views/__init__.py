from hafen.exchange.board.views._desk import (
    add,
    decide,
    history,
    listing,
    post,
    settings,
)

__all__ = ["add", "decide", "history", "listing", "post", "settings"]
