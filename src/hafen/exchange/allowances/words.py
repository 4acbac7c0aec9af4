"""Amounts and lines as people read them."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hafen.exchange.allowances.scales import KILOMETRE, Line, Reason, Scale

_REASONS = {
    Reason.WORK: _("Work"),
    Reason.WORK_AND_WAY: _("Work and way"),
    Reason.WAY: _("Time on the way"),
    Reason.KILOMETRES: _("Kilometres there and back"),
    Reason.LINES: _("Written lines"),
    Reason.CALLED_OFF_WORK: _("Called off late: work"),
    Reason.CALLED_OFF_WAY: _("Called off late: way"),
}


def euros(cents: int) -> Decimal:
    """Return euros with both places: 7.50 stays 7.50."""
    return Decimal(cents).scaleb(-2)


def money(cents: int) -> str:
    """Return "1.234,50 €", with a space that does not break."""
    amount = number_format(euros(cents), decimal_pos=2, force_grouping=True)
    return f"{amount}\N{NO-BREAK SPACE}€"


def rates(scale: Scale) -> list[str]:
    """Return what is paid, in short sentences for whoever is paid."""
    work, way, lines = scale.on_site, scale.way, scale.lines
    stretches = (
        (
            work.first_cents,
            work.first,
            gettext("%(sum)s for the first %(count)s minutes"),
        ),
        (work.cents, work.step, gettext("%(sum)s for each %(count)s minutes begun")),
        (way.cents_per_km, 0, gettext("%(sum)s per kilometre, there and back")),
        (lines.cents if lines else 0, 0, gettext("%(sum)s per written line")),
    )
    return [
        said % {"sum": money(cents), "count": count}
        for cents, count, said in stretches
        if cents
    ]


def shown_lines(lines: Iterable[Line]) -> list[tuple[str, str, str]]:
    """Return what each line is for, what it was made from, and its amount."""
    return [
        (str(_REASONS[line.reason]), _amount(line), money(line.cents)) for line in lines
    ]


def _amount(line: Line) -> str:
    if line.reason is Reason.KILOMETRES:
        driven = number_format(Decimal(line.amount) / KILOMETRE, decimal_pos=1)
        return f"{driven} km"
    if line.reason is Reason.LINES:
        said = ngettext("%(count)s line", "%(count)s lines", line.amount)
    else:
        said = ngettext("%(count)s minute", "%(count)s minutes", line.amount)
    return said % {"count": line.amount}
