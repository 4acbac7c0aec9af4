from typing import Any

from django import template

from hafen.core.db.sheets import EXPORT_LIST
from hafen.core.mail.writing import PARAMETER

register = template.Library()


@register.inclusion_tag("mail/write_to.html", takes_context=True)
def write_to(context: template.Context) -> dict[str, Any]:
    """Lead to the letters of this list, as it is filtered now.

    For pages whose view asks `core.mail.writing.answer()`.
    """
    request = context["request"]
    query = request.GET.copy()
    query.pop("page", None)
    query[PARAMETER] = "letters"
    may_write = EXPORT_LIST.held_by(request.user)
    return {"address": f"?{query.urlencode()}" if may_write else ""}
