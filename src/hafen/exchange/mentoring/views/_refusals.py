"""Why something was refused, in plain words."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db.errors import DomainError, LostUpdate
from hafen.exchange.mentoring import errors

_CHANGED = _("Meanwhile this has changed; look again.")
_SAID = {
    errors.NoAgreement: _("First both meet, and the agreement is signed."),
    errors.NotThisFar: _("It is not that far yet, or over already."),
    errors.AlreadyAnswered: _("There is an answer already; the first one counts."),
    errors.NotASponsorship: _("Only open wishes for a sponsor are handed over."),
    errors.AlreadyHandedOver: _("Somebody looks after this wish already."),
    errors.NoConsent: _("Without a consent that holds today nothing is passed on."),
    errors.NoAddress: _("The association has no e-mail address."),
    errors.AlreadyGuide: _("This person is a guide already."),
    errors.AtWork: _("An assignment goes on. End it first."),
    errors.NameTaken: _("Another programme has this name."),
    LostUpdate: _("A colleague has just changed this entry."),
}


def refusal(refused: DomainError) -> str:
    return str(_SAID.get(type(refused), _CHANGED))
