"""Why something was refused, in plain words."""

from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.errors import Overlaps
from hafen.casework.referrals import errors
from hafen.core.db.errors import DomainError, LostUpdate

_CHANGED = _("Meanwhile this has changed; look again.")
_SAID = {
    errors.NoGate: _(
        "Nothing lets this office know who it is: there is no consent for exactly"
        " this recipient, topic and content, and no other ground."
    ),
    errors.NotNeeded: _("This topic needs less."),
    errors.AlreadyAnswered: _("This has gone on meanwhile; look again."),
    errors.LegalTopic: _("A legal topic ends with information or a referral."),
    errors.AlreadyThere: _("This is there already."),
    errors.NameTaken: _("Another task has this name."),
    errors.SameArea: _("Nothing changes this way."),
    Overlaps: _("For this day or later something is written down already."),
    LostUpdate: _("A colleague has just changed this entry."),
}


def refusal(refused: DomainError) -> str:
    return str(_SAID.get(type(refused), _CHANGED))
