"""The forms of the room; money is written in euros and kept in cents."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models import User
from hafen.core.ui.forms import DateInput, Form
from hafen.exchange.allowances.models import Kind, Mode, Order, Tariff
from hafen.exchange.allowances.words import euros
from hafen.exchange.pool.models import Helper

RECEIPTS = (1, 2, 3)
_DAY = 1_440
_METRES = 1_000


def _minutes(label: Any, **options: Any) -> forms.IntegerField:
    options = {"min_value": 0, "max_value": _DAY, "required": False} | options
    return forms.IntegerField(label=label, **options)


def _euros(label: Any, **options: Any) -> forms.DecimalField:
    options = {"min_value": 0, "max_value": 10_000, "required": False} | options
    return forms.DecimalField(label=label, decimal_places=2, localize=True, **options)


def _cents(amount: Decimal | None) -> int:
    return int((amount or 0) * 100)


# The rates of a scale: the group and entry of `Scale` each of them sets.
_RATES: dict[str, tuple[str, str, Any]] = {
    "step": ("on_site", "step", lambda: _minutes(_("Paid per started minutes"))),
    "step_euros": ("on_site", "cents", lambda: _euros(_("Euros for each of them"))),
    "first": ("on_site", "first", lambda: _minutes(_("First stretch in minutes"))),
    "first_euros": (
        "on_site",
        "first_cents",
        lambda: _euros(_("Euros for the first stretch")),
    ),
    "phone_step": (
        "telephone",
        "step",
        lambda: _minutes(_("By telephone: per started minutes")),
    ),
    "phone_euros": (
        "telephone",
        "cents",
        lambda: _euros(_("By telephone: euros for each")),
    ),
    "from_km": (
        "way",
        "from_metres",
        lambda: forms.DecimalField(
            label=_("A way counts from so many kilometres on"),
            min_value=0,
            max_value=500,
            decimal_places=1,
            required=False,
            localize=True,
        ),
    ),
    "km_euros": ("way", "cents_per_km", lambda: _euros(_("Euros per kilometre"))),
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
        lambda: _minutes(_("At most so many minutes of way")),
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
    "line_euros": ("lines", "cents", lambda: _euros(_("Euros per written line"))),
    "least_euros": (
        "lines",
        "least_cents",
        lambda: _euros(_("Written work: at least euros")),
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
        lambda: _minutes(_("Called off: minutes of way paid")),
    ),
    "off_work": (
        "called_off",
        "most_work_minutes",
        lambda: _minutes(_("Called off: at most minutes of work paid")),
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
                value = int(value * (_METRES if entry == "from_metres" else 100))
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
                value = Decimal(value) / _METRES
            found[f"{prefix}_{name}"] = value
    return found


class OrderForm(Form):
    helper = forms.ModelChoiceField(
        label=_("Helper"), queryset=Helper.objects.none(), empty_label="–"
    )
    task = forms.CharField(
        label=_("What is ordered"),
        help_text=_("No names of people who are helped, nothing of their case."),
        max_length=200,
    )
    tariff = forms.ModelChoiceField(
        label=_("Tariff"), queryset=Tariff.objects.none(), empty_label="–"
    )
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    until = forms.DateField(label=_("until"), widget=DateInput)
    ordered_on = forms.DateField(label=_("Ordered on"), widget=DateInput)
    owner = forms.ModelChoiceField(
        label=_("Who checks the claims"),
        help_text=_("Somebody else has to enter them."),
        queryset=User.objects.none(),
        empty_label="–",
    )

    def __init__(self, *args: Any, rows: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name, queryset in rows.items():
            fields[name].queryset = queryset
            fields[name].label_from_instance = lambda row: row.name

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        begins, ends = values.get("starts_on"), values.get("until")
        if begins and ends and ends < begins:
            self.add_error("until", _("The end lies before the beginning."))
        return values


class ClaimForm(Form):
    order = forms.ModelChoiceField(
        label=pgettext_lazy("task", "Order"),
        queryset=Order.objects.none(),
        empty_label="–",
        error_messages={"required": _("Only what the municipality ordered is paid.")},
    )
    on = forms.DateField(label=_("Day"), widget=DateInput)
    mode = forms.ChoiceField(label=_("How it was done"), choices=Mode.choices)
    minutes = _minutes(_("Minutes of work"))
    kilometres = forms.DecimalField(
        label=_("Kilometres, one way"),
        min_value=0,
        max_value=1_000,
        decimal_places=1,
        required=False,
        localize=True,
    )
    way_minutes = _minutes(_("Minutes on the way, there and back"))
    way_minutes_inside = _minutes(_("Of these within the municipality"))
    strokes = forms.IntegerField(
        label=_("Strokes of a written work"),
        min_value=0,
        max_value=10_000_000,
        required=False,
    )
    notice_hours = forms.IntegerField(
        label=_("Called off: hours before the beginning"),
        min_value=0,
        max_value=10_000,
        required=False,
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("No names of people who are helped, nothing of their case."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, orders: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["order"].queryset = orders
        fields["order"].label_from_instance = _order_label
        for number in RECEIPTS:
            fields[f"receipt_{number}"] = _euros(_("Receipt in euros"))
            fields[f"receipt_note_{number}"] = forms.CharField(
                label=_("What for"), max_length=120, required=False
            )

    @property
    def receipts(self) -> list[tuple[Any, Any]]:
        return [(self[f"receipt_{n}"], self[f"receipt_note_{n}"]) for n in RECEIPTS]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for number in RECEIPTS:
            note = f"receipt_note_{number}"
            if values.get(f"receipt_{number}") and not values.get(note):
                self.add_error(note, _("Say what the receipt is for."))
        if (values.get("way_minutes_inside") or 0) > (values.get("way_minutes") or 0):
            wrong = _("More than the whole way.")
            self.add_error("way_minutes_inside", ValidationError(wrong))
        return values

    @property
    def claim(self) -> dict[str, Any]:
        values = self.cleaned_data
        counts = ("minutes", "way_minutes", "way_minutes_inside", "strokes")
        return {
            **{name: values[name] for name in ("on", "mode", "notice_hours", "note")},
            **{name: values[name] or 0 for name in counts},
            "metres": int((values["kilometres"] or 0) * _METRES),
            "receipts": [
                {
                    "cents": _cents(values[f"receipt_{n}"]),
                    "note": values[f"receipt_note_{n}"],
                }
                for n in RECEIPTS
                if values[f"receipt_{n}"]
            ],
        }


def _order_label(order: Order) -> str:
    return f"{order.helper.name} · {order.task}"


class ApproveForm(Form):
    override_reason = forms.CharField(
        label=_("Why beyond the yearly limit"), max_length=300, required=False
    )


class RefuseForm(Form):
    reason = forms.CharField(label=_("Why not"), max_length=300)


class PayForm(Form):
    paid_on = forms.DateField(label=_("Paid on"), widget=DateInput)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_paid_on(self) -> date:
        found: date = self.cleaned_data["paid_on"]
        if found > self.today or found.year < self.today.year:
            raise ValidationError(_("A day of this year, not in the future."))
        return found


class DeclarationForm(Form):
    kind = forms.ChoiceField(label=_("Kind of activity"), choices=Kind.choices)
    elsewhere = _euros(_("Euros from others in this year"), required=True)

    @property
    def cents(self) -> int:
        return _cents(self.cleaned_data["elsewhere"])


class FilterForm(Form):
    q = forms.CharField(label=_("Name or task"), required=False, max_length=80)
    part = forms.CharField(required=False, widget=forms.HiddenInput)
