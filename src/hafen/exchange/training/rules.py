from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

_DESK = {
    Role.VOLUNTEER_COORDINATOR,
    Role.INTERPRETER_COORDINATOR,
    Role.ADMINISTRATIVE_COORDINATOR,
}

VIEW_TRAINING = permission("training.view_training", roles=_DESK)
RUN_TRAINING = permission("training.run_training", roles=_DESK)
EXPORT_TRAINING = permission("training.export_training", roles=_DESK)
