"""Why something was refused, in plain words."""

from django.utils.translation import gettext_lazy as _

from hafen.casework.cases import errors
from hafen.core.db.errors import DomainError, LostUpdate

_CHANGED = _("Meanwhile this has changed; look again.")
_SAID = {
    errors.AlreadyClosed: _("This has ended already."),
    errors.StillOpen: _("It has not ended: a case is open still."),
    errors.StillRunning: _(
        "Something of the case is open still; write down what came of it first."
    ),
    errors.NotHere: _("This person is no member of the household on that day."),
    errors.ProtectedFirst: _(
        "This file is protected. Protect the other household first, then join it."
    ),
    errors.NotOfTheTeam: _("Only members of the responsible team can have it."),
    errors.KeptOutOfFile: _("This colleague is kept out of this file."),
    errors.AlreadyAccompanied: _("The team accompanies these people already."),
    errors.TooLong: _("The programme allows no longer period."),
    errors.ReviewTooLate: _(
        "The programme asks that the plan is looked at again sooner. Choose an earlier"
        " day."
    ),
    errors.CriteriaMissing: _(
        "The criteria of access of this programme are not met. Choose another"
        " programme, or tick what is met."
    ),
    errors.AlreadyPlanned: _("This measure is planned in this case already."),
    errors.NotAgreed: _("The person has not agreed to it, or no longer."),
    errors.PlannedAlike: _("Look first whether this is meant to be done twice."),
    errors.NothingToAgree: _("No goal is open that could be agreed on."),
    errors.Overlaps: _("For this day or later something is written down already."),
    errors.NeedsOwner: _("A restricted file names somebody."),
    errors.NameTaken: _("Another entry has this name."),
    errors.NotNamed: _("Only who is responsible or stands in reads and writes this."),
    errors.NotTwice: _("These two entries cannot be joined."),
    errors.AdultSignsAlone: _("Each adult signs alone."),
    errors.GuardianSigns: _("Below fifteen years whoever acts for the child signs."),
    errors.YouthIsAsked: _("From fifteen years on the young person must agree too."),
    LostUpdate: _("A colleague has just changed this entry."),
}


def refusal(refused: DomainError) -> str:
    return str(_SAID.get(type(refused), _CHANGED))
