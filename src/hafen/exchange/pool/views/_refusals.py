"""Why something was refused, in plain words."""

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hafen.core.db.errors import DomainError
from hafen.exchange.pool import queries, services

_CHANGED = gettext_lazy("Meanwhile this has changed; look again.")
_SAID = {
    services.AlreadyAnswered: gettext_lazy(
        "There is an answer already; the first one counts."
    ),
    services.AnsweredTooLate: gettext_lazy("The time to answer is over."),
    services.NotOpen: gettext_lazy("It is not open any more."),
    services.NotReady: gettext_lazy("This plan is not published."),
    services.TalkFirst: gettext_lazy(
        "A sponsorship begins with a talk, and with the yes of both."
    ),
    services.NoWayToTell: gettext_lazy(
        "For the chosen way an address or a number is missing."
    ),
}


def refusal(refused: DomainError) -> str:
    if isinstance(refused, services.RuleBroken):
        rules = ", ".join(str(queries.RULE_NAMES[rule]) for rule in refused.rules)
        return _("This pair does not fit: %(rules)s.") % {"rules": rules}
    if isinstance(refused, services.HeldBack):
        return str(refused.args[0])
    if isinstance(refused, services.NoPlaceLeft) and refused.args:
        who, moment = refused.args
        at = parse_datetime(moment) if moment else None
        day = date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
        said = _("Somebody was faster: %(who)s confirmed on %(when)s.")
        return said % {"who": who or "–", "when": day or "–"}
    return str(_SAID.get(type(refused), _CHANGED))
