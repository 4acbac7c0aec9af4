"""Why something was refused, in plain words."""

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hafen.core.db.errors import DomainError
from hafen.exchange.allowances import errors
from hafen.exchange.allowances.words import money

_SAID = {
    errors.NoOrder: gettext_lazy("Only what the municipality ordered is paid."),
    errors.OutsideOrder: gettext_lazy(
        "The day lies outside of the order, or in the future."
    ),
    errors.NoTariff: gettext_lazy("No version of the tariff holds on this day."),
    errors.NoPrice: gettext_lazy("The tariff has no price for this kind of work."),
    errors.NothingDue: gettext_lazy("By the tariff nothing is paid for it."),
    errors.OwnClaim: gettext_lazy(
        "Somebody else has to approve it: not who entered it, and not who gets it."
    ),
    errors.ListChanged: gettext_lazy(
        "Meanwhile the list has changed; nothing was marked. Look again."
    ),
    errors.TariffOverlaps: gettext_lazy(
        "A version of this tariff holds on one of these days already."
    ),
    errors.TariffUsed: gettext_lazy(
        "Claims are priced by this version. Give a later day: a new version begins."
    ),
}


def refusal(refused: DomainError) -> str:
    if isinstance(refused, errors.AlreadyDecided):
        who, moment = refused.args
        at = parse_datetime(moment) if moment else None
        day = date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
        said = _("Somebody was faster: %(who)s decided on %(when)s.")
        return said % {"who": who or "–", "when": day or "–"}
    if isinstance(refused, errors.BeyondLimit):
        said = _("The yearly limit would be passed; %(left)s are left.")
        return said % {"left": money(refused.args[0])}
    return str(_SAID[type(refused)])
