"""The page after a lost update, under the name that upper rooms know.

It lies in `core.db`, because the rooms of core below this one have forms too.
"""

from hafen.core.db.conflict import Difference, conflict_page, differences, shown

__all__ = ["Difference", "conflict_page", "differences", "shown"]
