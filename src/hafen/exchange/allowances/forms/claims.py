"""The forms of orders, claims, payments and years."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models import User
from hafen.core.ui.fields import DecimalField, since_day, until_day
from hafen.core.ui.forms import DateInput, Form
from hafen.exchange.allowances.forms import _fields
from hafen.exchange.allowances.models import Kind, Mode, Order, Tariff
from hafen.exchange.allowances.scales import Scale
from hafen.exchange.pool.models import Helper

RECEIPTS = (1, 2, 3)


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
    minutes = _fields.minutes(_("Minutes of work"))
    kilometres = DecimalField(
        label=_("Kilometres, one way"),
        min_value=0,
        max_value=1_000,
        decimal_places=1,
        required=False,
    )
    way_minutes = _fields.minutes(_("Minutes on the way, there and back"))
    way_minutes_inside = _fields.minutes(_("Of these within the municipality"))
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
            fields[f"receipt_{number}"] = _fields.euros(_("Receipt in euros"))
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
            **{name: values[name] for name in ("on", "note")},
            "mode": values.get("mode", Mode.ON_SITE.value),
            "notice_hours": values.get("notice_hours"),
            **{name: values.get(name) or 0 for name in counts},
            "metres": int((values.get("kilometres") or 0) * _fields.METRES),
            "receipts": [
                {
                    "cents": _fields.cents(values[f"receipt_{n}"]),
                    "note": values[f"receipt_note_{n}"],
                }
                for n in RECEIPTS
                if values[f"receipt_{n}"]
            ],
        }


class OwnClaimForm(ClaimForm):
    """The same for the helper: of one order, and what its tariff asks for."""

    def __init__(self, *args: Any, scale: Scale, **options: Any) -> None:
        super().__init__(*args, orders=Order.objects.none(), **options)
        way = scale.way
        asked = {
            "mode": bool(scale.telephone or scale.lines),
            "kilometres": bool(way.cents_per_km or way.from_metres),
            "way_minutes": way.paid_time,
            "way_minutes_inside": way.paid_time and way.only_inside,
            "strokes": scale.lines is not None,
        }
        # What was called off late is priced by the desk.
        left_out = [
            "order",
            "notice_hours",
            *(name for name in asked if not asked[name]),
        ]
        for name in left_out:
            del self.fields[name]

    @property
    def facts(self) -> list[Any]:
        """The fields beside those of receipts and the note."""
        receipts = {each.name for pair in self.receipts for each in pair}
        return [
            each
            for each in self.visible_fields()
            if each.name not in receipts and each.name != "note"
        ]


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
    elsewhere = _fields.euros(_("Euros from others in this year"), required=True)

    @property
    def cents(self) -> int:
        return _fields.cents(self.cleaned_data["elsewhere"])


class FilterForm(Form):
    q = forms.CharField(label=_("Name or task"), required=False, max_length=80)
    first, last = since_day(), until_day()
    part = forms.CharField(required=False, widget=forms.HiddenInput)
