"""Why something was refused, in plain words."""

from django.utils.translation import gettext_lazy as _

from hafen.casework.casetable import errors
from hafen.core.db.errors import DomainError, LostUpdate

_CHANGED = _("Meanwhile this has changed; look again.")
_SAID = {
    errors.AlreadyOver: _("This case table is over, or the case is no longer there."),
    errors.NotResponsible: _("A case is released by who is responsible for it."),
    errors.NotAgreed: _(
        "The person has not agreed that this office hears this, on that day."
    ),
    errors.SlotTaken: _("At this time another case is talked about, or nobody meets."),
    errors.AlreadyInvited: _("This is there already."),
    errors.HasMeasures: _("Whoever took something on stays on the list."),
    LostUpdate: _("A colleague has just changed this entry."),
}


def refusal(refused: DomainError) -> str:
    return str(_SAID.get(type(refused), _CHANGED))
