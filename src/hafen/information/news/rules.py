from hafen.core.db.permissions import permission
from hafen.core.db.roles import STAFF, Role

VIEW_NEWS = permission("news.view_news", roles=STAFF)
EDIT_NEWS = permission("news.edit_news", roles={Role.EDITOR, Role.ADMINISTRATOR})
