from hafen.casework.cases.rules import WORK_ON_CASES
from hafen.core.db.permissions import permission

# Who works on a case opens the own view of its people, and ends it.
OPEN_OWN_VIEW = permission("ownview.open", roles=WORK_ON_CASES.roles)
