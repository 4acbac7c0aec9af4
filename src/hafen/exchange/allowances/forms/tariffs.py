"""The form of a tariff: rates in plain fields."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.fields import DecimalField
from hafen.core.ui.forms import DateInput, Form
from hafen.exchange.allowances.forms import _fields
from hafen.exchange.allowances.models import Kind, Tariff
from hafen.exchange.allowances.words import euros

# The rates of a scale: the group and entry of `Scale` each of them sets.
_RATES: dict[str, tuple[str, str, Any]] = {
    "step": ("on_site", "step", lambda: _fields.minutes(_("Paid per started minutes"))),
    "step_euros": (
        "on_site",
        "cents",
        lambda: _fields.euros(_("Euros for each of them")),
    ),
    "first": (
        "on_site",
        "first",
        lambda: _fields.minutes(_("First stretch in minutes")),
    ),
    "first_euros": (
        "on_site",
        "first_cents",
        lambda: _fields.euros(_("Euros for the first stretch")),
    ),
    "phone_step": (
        "telephone",
        "step",
        lambda: _fields.minutes(_("By telephone: per started minutes")),
    ),
    "phone_euros": (
        "telephone",
        "cents",
        lambda: _fields.euros(_("By telephone: euros for each")),
    ),
    "from_km": (
        "way",
        "from_metres",
        lambda: DecimalField(
            label=_("A way counts from so many kilometres on"),
            min_value=0,
            max_value=500,
            decimal_places=1,
            required=False,
        ),
    ),
    "km_euros": (
        "way",
        "cents_per_km",
        lambda: _fields.euros(_("Euros per kilometre")),
    ),
    "paid_time": (
        "way",
        "paid_time",
        lambda: forms.BooleanField(label=_("The way is paid time"), required=False),
    ),
    "with_work": (
        "way",
        "with_work",
        lambda: forms.BooleanField(
            label=_("Way and work are rounded together"), required=False
        ),
    ),
    "only_inside": (
        "way",
        "only_inside",
        lambda: forms.BooleanField(
            label=_("Only the way within the municipality"), required=False
        ),
    ),
    "most_minutes": (
        "way",
        "most_minutes",
        lambda: _fields.minutes(_("At most so many minutes of way")),
    ),
    "strokes": (
        "lines",
        "strokes",
        lambda: forms.IntegerField(
            label=_("Strokes of a written line"),
            min_value=1,
            max_value=1_000,
            required=False,
        ),
    ),
    "line_euros": (
        "lines",
        "cents",
        lambda: _fields.euros(_("Euros per written line")),
    ),
    "least_euros": (
        "lines",
        "least_cents",
        lambda: _fields.euros(_("Written work: at least euros")),
    ),
    "off_hours": (
        "called_off",
        "hours",
        lambda: forms.IntegerField(
            label=_("Called off less than so many hours before"),
            min_value=1,
            max_value=720,
            required=False,
        ),
    ),
    "off_way": (
        "called_off",
        "way_minutes",
        lambda: _fields.minutes(_("Called off: minutes of way paid")),
    ),
    "off_work": (
        "called_off",
        "most_work_minutes",
        lambda: _fields.minutes(_("Called off: at most minutes of work paid")),
    ),
}
PAY, FEE = "pay", "fee"
# What a group of a scale is nothing without.
_KEYS = {"on_site": "step", "telephone": "step", "lines": "strokes"}


class TariffForm(Form):
    """A version of a tariff in plain fields; `pay_…` for helpers, `fee_…` for those
    who order.
    """

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of activity"), choices=Kind.choices)
    valid_from = forms.DateField(label=_("Holds from"), widget=DateInput)
    valid_until = forms.DateField(
        label=_("Holds until"), required=False, widget=DateInput
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for prefix in (PAY, FEE):
            for name, (_group, _entry, make) in _RATES.items():
                self.fields[f"{prefix}_{name}"] = make()
        for name in ("pay_step", "pay_step_euros"):
            self.fields[name].required = True

    def rates(self, prefix: str) -> list[Any]:
        return [self[f"{prefix}_{name}"] for name in _RATES]

    @property
    def pay_rates(self) -> list[Any]:
        return self.rates(PAY)

    @property
    def fee_rates(self) -> list[Any]:
        return self.rates(FEE)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        begins, ends = values.get("valid_from"), values.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", _("The end lies before the beginning."))
        for prefix in (PAY, FEE):
            self._check_groups(prefix, values)
        return values

    def _check_groups(self, prefix: str, values: Mapping[str, Any]) -> None:
        """A group of rates that is begun has what the others are counted by."""
        for name, (group, entry, _make) in _RATES.items():
            if _KEYS.get(group, "hours") != entry or group == "way":
                continue
            begun = any(
                values.get(f"{prefix}_{other}")
                for other, (of, _entry, _m) in _RATES.items()
                if of == group
            )
            others = prefix == FEE and group == "on_site" and self._has_fee(values)
            if (begun or others) and not values.get(f"{prefix}_{name}"):
                self.add_error(
                    f"{prefix}_{name}", _("Without it the other rates do not count.")
                )

    def _has_fee(self, values: Mapping[str, Any]) -> bool:
        return any(values.get(f"{FEE}_{name}") for name in _RATES)

    @property
    def tariff(self) -> dict[str, Any]:
        values = self.cleaned_data
        found = {n: values[n] for n in ("name", "kind", "valid_from", "valid_until")}
        found[PAY] = self._scale(PAY)
        found[FEE] = self._scale(FEE) if self._has_fee(values) else None
        return found

    def _scale(self, prefix: str) -> dict[str, Any]:
        scale: dict[str, dict[str, Any]] = {}
        for name, (group, entry, _make) in _RATES.items():
            value = self.cleaned_data[f"{prefix}_{name}"]
            if value in (None, "", False):
                continue
            if isinstance(value, Decimal):
                value = int(value * (_fields.METRES if entry == "from_metres" else 100))
            scale.setdefault(group, {})[entry] = value
        for group, key in _KEYS.items():
            if group in scale and key in scale[group]:
                scale[group].setdefault("cents", 0)
        return scale


def initial_of(tariff: Tariff) -> dict[str, Any]:
    """Return what the form of an existing version starts with."""
    names = ("name", "kind", "valid_from", "valid_until")
    found = {name: getattr(tariff, name) for name in names}
    for prefix, scale in ((PAY, tariff.pay), (FEE, tariff.fee or {})):
        for name, (group, entry, _make) in _RATES.items():
            value = scale.get(group, {}).get(entry)
            if value is not None and "cents" in entry:
                value = euros(value)
            if value is not None and entry == "from_metres":
                value = Decimal(value) / _fields.METRES
            found[f"{prefix}_{name}"] = value
    return found
