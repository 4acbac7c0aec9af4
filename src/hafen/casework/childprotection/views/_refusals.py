"""Why something was refused, in plain words."""

from django.utils.translation import gettext_lazy as _

from hafen.casework.childprotection import errors
from hafen.core.db.errors import DomainError, LostUpdate

_CHANGED = _("Meanwhile this has changed; look again.")
_SAID = {
    errors.NeedsSecond: _("Nobody decides this alone: name a second person first."),
    errors.NotTheSecond: _("This is for the second person, not for who assessed."),
    errors.NeedsSigns: _("Write down the weighty sign of the danger first."),
    errors.NeedsAdvice: _("Ask an experienced professional first, without names."),
    errors.NeedsParents: _(
        "Write down first whether the parents were talked to, or why not."
    ),
    errors.NotInDanger: _("Without a confirmed danger nothing is reported."),
    errors.NoGround: _("Name the norm of the report."),
    errors.NeedsReport: _(
        "A child in danger is reported, and the receipt confirmed, before this ends."
    ),
    errors.MayNot: _("This person cannot answer for it."),
    LostUpdate: _("A colleague has just changed this entry."),
}


def refusal(refused: DomainError) -> str:
    return str(_SAID.get(type(refused), _CHANGED))
