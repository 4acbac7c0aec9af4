"""Why something was refused, in plain words."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hafen.core.db.errors import DomainError
from hafen.exchange.interpreting import errors, queries

_CHANGED = gettext_lazy("Meanwhile this has changed; look again.")
_SAID = {
    errors.NoService: gettext_lazy(
        "Nobody looks after interpreting yet. Say who, in the settings."
    ),
    errors.NotApproved: gettext_lazy("This institution may not book."),
    errors.NameTaken: gettext_lazy("One of this name is there already."),
    errors.InterpreterBusy: gettext_lazy(
        "The interpreter is at another appointment at that time."
    ),
    errors.NotOpen: gettext_lazy("It is not open any more."),
    errors.AlreadyAnswered: gettext_lazy(
        "There is an answer already; the first one counts."
    ),
    errors.AnsweredTooLate: gettext_lazy("The time to answer is over."),
    errors.NotImpartial: gettext_lazy(
        "For this subject please say that you do not know the people involved."
    ),
    errors.NotYet: gettext_lazy("The appointment has not begun yet."),
    errors.AlreadyReported: gettext_lazy(
        "The times are noted already; the first report counts."
    ),
    errors.NotTheLanguage: gettext_lazy("The provider does not offer this language."),
    errors.PastDate: gettext_lazy("One of the dates would lie in the past."),
    errors.NobodyChosen: gettext_lazy("Please tick somebody."),
    errors.MonthNotOver: gettext_lazy("The month is not over yet."),
    errors.NoPaymentTerms: gettext_lazy(
        "Please say in the settings how invoices are to be paid."
    ),
    errors.NothingToIssue: gettext_lazy("All that is due stands on a paper already."),
    errors.AlreadyCancelled: gettext_lazy("This invoice was taken back already."),
}


def refusal(refused: DomainError) -> str:
    say = _WITH_FACTS.get(type(refused))
    return say(refused) if say else str(_SAID.get(type(refused), _CHANGED))


def _rules(refused: Any) -> str:
    rules = ", ".join(str(queries.RULE_NAMES[rule]) for rule in refused.rules)
    return _("This pair does not fit: %(rules)s.") % {"rules": rules}


def _missing(refused: Any) -> str:
    said = _("For electronic invoices (XRechnung) this is missing: %(missing)s.")
    return said % {"missing": "; ".join(refused.args)}


def _way(refused: Any) -> str:
    said = _("From or to the next appointment the way takes %(minutes)s minutes.")
    return said % {"minutes": refused.args[0]}


def _faster(refused: Any) -> str:
    who, moment = refused.args
    at = parse_datetime(moment)
    day = date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
    said = _("Somebody was faster: %(who)s confirmed on %(when)s.")
    return said % {"who": who or "–", "when": day or "–"}


_WITH_FACTS: dict[type[DomainError], Callable[[Any], str]] = {
    errors.RuleBroken: _rules,
    errors.NotElectronic: _missing,
    errors.TravelTooLong: _way,
    errors.AppointmentTaken: _faster,
}
