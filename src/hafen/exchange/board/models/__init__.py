from hafen.exchange.board.models._posts import (
    MOST_PHOTOS,
    Member,
    Photo,
    Post,
    PostQuerySet,
)
from hafen.exchange.board.models._settings import BoardSettings, Subscription
from hafen.exchange.board.models._talks import (
    Converted,
    Message,
    Report,
    Talk,
)

__all__ = [
    "MOST_PHOTOS",
    "BoardSettings",
    "Converted",
    "Member",
    "Message",
    "Photo",
    "Post",
    "PostQuerySet",
    "Report",
    "Subscription",
    "Talk",
]
