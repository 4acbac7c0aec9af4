"""How far a case is, as what was done in it tells."""

from hafen.casework.cases.models import Case
from hafen.core.db.versions import save_next

_ORDER = tuple(Case.Stage.values)


def reach(case: Case, stage: str) -> None:
    """Take a case on to a stage; what lies behind it stays behind.

    :param case: locked; a closed one stays as it is
    """
    if case.is_open and _ORDER.index(case.stage) < _ORDER.index(stage):
        case.stage = stage
        save_next(case)
