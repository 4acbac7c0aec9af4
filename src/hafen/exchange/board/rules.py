from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

_MODERATORS = {
    Role.BOARD_MODERATOR,
    Role.VOLUNTEER_COORDINATOR,
    Role.ADMINISTRATIVE_COORDINATOR,
}

MODERATE = permission("board.moderate", roles=_MODERATORS)
# Who posts for somebody without an address sees these posts and their talks alone;
# an organisation's editor those of the own organisation: `queries.posts_visible_to`.
POST_FOR_OTHERS = permission(
    "board.post_for_others",
    roles={
        *_MODERATORS,
        Role.SOCIAL_WORKER,
        Role.INTEGRATION_MANAGER,
        Role.CARETAKER,
        Role.ORGANISATION_EDITOR,
    },
)
SET_UP_BOARD = permission(
    "board.set_up_board",
    roles={
        Role.BOARD_MODERATOR,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.ADMINISTRATOR,
    },
)
EXPORT_BOARD = permission("board.export_board", roles=_MODERATORS)
