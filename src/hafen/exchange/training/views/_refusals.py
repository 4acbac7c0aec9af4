"""Why something was refused, in plain words."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db.errors import DomainError
from hafen.exchange.training import errors

_CHANGED = _("Meanwhile this has changed; look again.")
_SAID = {
    errors.NameTaken: _("This name is taken."),
    errors.TooFewDates: _("The training has more parts than that."),
    errors.InThePast: _("This day is over."),
    errors.CalledOff: _("The event is called off in the calendar."),
    errors.OwnRule: _("Add this date in the calendar: the event has a rule there."),
    errors.AlreadyThere: _("This person takes part already."),
    errors.NoPlace: _("No place is left, on the waiting list neither."),
    errors.UnknownPart: _("This part has not been yet."),
    errors.PollClosed: _("The poll is over."),
}


def refusal(refused: DomainError) -> str:
    return str(_SAID.get(type(refused), _CHANGED))
