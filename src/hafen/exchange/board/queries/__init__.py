"""Reads of the notice board: what the public sees, and what the desk may see."""

from hafen.exchange.board.queries._clearance import (
    has_cleared_address,
    is_cleared,
    needs_clearance,
)
from hafen.exchange.board.queries._desk import (
    TO_LOOK_AT,
    DeskFilter,
    desk_filtered,
    moderated_by,
    open_reports,
    posts_visible_to,
    talks_visible_to,
)
from hafen.exchange.board.queries._districts import district_boards, doors_to
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
    talks_of,
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
    "district_boards",
    "doors_to",
    "figures",
    "filtered",
    "has_cleared_address",
    "is_cleared",
    "moderated_by",
    "needs_clearance",
    "next_change",
    "of_organisation",
    "open_reports",
    "post_of_link",
    "posts_visible_to",
    "public_posts",
    "subscription_of_link",
    "talk_of_link",
    "talks_of",
    "talks_visible_to",
]
