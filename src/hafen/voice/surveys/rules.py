from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

_LEAD = {
    Role.PROJECT_LEAD,
    Role.VOLUNTEER_COORDINATOR,
    Role.ADMINISTRATIVE_COORDINATOR,
    Role.COMMISSIONER,
}
_PAPER = {*_LEAD, Role.SOCIAL_WORKER, Role.INTEGRATION_MANAGER}

VIEW_RESULTS = permission(
    "surveys.view_results", roles={*_PAPER, Role.STEERING, Role.EVALUATOR}
)
MANAGE_SURVEY = permission("surveys.manage_survey", roles=_LEAD)
EXPORT_RESULTS = permission(
    "surveys.export_results", roles={*_LEAD, Role.STEERING, Role.EVALUATOR}
)
# What partners say together: those who lead, and each partner for itself.
ASSESS = permission("surveys.assess", roles={*_LEAD, Role.ORGANISATION_EDITOR})
CONFER = permission("surveys.confer", roles={*_LEAD, Role.SOCIAL_WORKER})
ENTER_PAPER = permission("surveys.enter_paper", roles=_PAPER)
# Whoever asks writes, and reads nothing of it again.
INTERVIEW = permission("surveys.interview", roles={*_PAPER, Role.INTERPRETER})
# Single sheets and open answers, without a name: for evaluation alone.
READ_ANSWERS = permission("surveys.read_answers", roles={Role.EVALUATOR})
