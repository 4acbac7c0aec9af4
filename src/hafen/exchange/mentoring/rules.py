from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

_DESK = {Role.VOLUNTEER_COORDINATOR, Role.ADMINISTRATIVE_COORDINATOR}

VIEW_MENTORING = permission("mentoring.view_mentoring", roles=_DESK)
RUN_MENTORING = permission("mentoring.run_mentoring", roles=_DESK)
EXPORT_MENTORING = permission("mentoring.export_mentoring", roles=_DESK)
# An association's own editor reads and answers what was handed to it, and
# nothing else: `queries.hand_overs_visible_to`.
ANSWER_WISH = permission(
    "mentoring.answer_wish", roles=_DESK | {Role.ORGANISATION_EDITOR}
)
