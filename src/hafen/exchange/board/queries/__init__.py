"""Reads of the notice board: what the public sees, and what the desk may see."""

from hafen.exchange.board.queries._desk import (
    TO_LOOK_AT,
    DeskFilter,
    desk_filtered,
    moderated_by,
    open_reports,
    posts_visible_to,
    talks_visible_to,
)
from hafen.exchange.board.queries._public import (
    BoardFilter,
    Figures,
    by_number,
    by_short_id,
    counterparts,
    figures,
    filtered,
    next_change,
    of_organisation,
    post_of_link,
    public_posts,
    subscription_of_link,
    talk_of_link,
)

__all__ = [
    "TO_LOOK_AT",
    "BoardFilter",
    "DeskFilter",
    "Figures",
    "by_number",
    "by_short_id",
    "counterparts",
    "desk_filtered",
    "figures",
    "filtered",
    "moderated_by",
    "next_change",
    "of_organisation",
    "open_reports",
    "post_of_link",
    "posts_visible_to",
    "public_posts",
    "subscription_of_link",
    "talk_of_link",
    "talks_visible_to",
]
