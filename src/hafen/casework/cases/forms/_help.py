from itertools import product
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms._fields import RowsForm, choice
from hafen.casework.cases.models import Consent
from hafen.casework.cases.queries import Staying
from hafen.core.accounts.models import User
from hafen.exchange.pool import times
from hafen.exchange.pool.models import Gender, Kind

# What has a desk and a form of its own is not asked for here.
_KINDS = [
    each for each in Kind.choices if each[0] not in {Kind.INTERPRETING, Kind.HOUSING}
]


class SeekForm(RowsForm):
    """What is looked for; language and district come from the file by themselves."""

    consent = choice(Consent, _("For whom"), empty_label=None)
    kind = forms.ChoiceField(label=_("What is looked for"), choices=_KINDS)
    title = forms.CharField(
        label=_("In a few words"),
        help_text=_(
            "Others read this: what is to be done, no name, nothing of the file."
        ),
        max_length=120,
    )
    people = forms.IntegerField(
        label=_("For how many people"), min_value=1, max_value=30, required=False
    )
    days = forms.TypedMultipleChoiceField(
        label=_("On which days"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    parts = forms.TypedMultipleChoiceField(
        label=_("At which time of the day"),
        coerce=int,
        choices=list(enumerate(times.PARTS)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    gender_wish = forms.ChoiceField(
        label=_("Wish for a woman or a man"),
        choices=[("", "–"), *Gender.choices],
        required=False,
    )
    is_urgent = forms.BooleanField(label=_("It is urgent"), required=False)
    owner = choice(User, _("Who looks for it"), empty_label=None)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["consent"].label_from_instance = lambda row: row.client.name

    @property
    def content(self) -> dict[str, Any]:
        values = dict(super().content)
        days, parts = values.pop("days"), values.pop("parts")
        places = product(days or range(7), parts or range(times.PARTS_PER_DAY))
        slots = sum(times.bit(*place) for place in places) if days or parts else 0
        consent = values.pop("consent")
        facts = values | {"slots": slots, "min_slots": 1 if slots else 0}
        return {"consent": consent, "facts": facts}


class GoingOnForm(RowsForm):
    """What closes, asks what becomes of help that does not end by itself."""

    ends_help = forms.BooleanField(
        label=_("End what is still looked for in the exchange"),
        required=False,
        initial=True,
    )
    help_with = choice(
        User,
        _("Who goes on with help that runs or is left open"),
        help_text=_(
            "Help that runs is not torn. This person is responsible for the household"
            " from then on, and the exchange asks them."
        ),
        required=False,
    )

    def __init__(self, *args: Any, staying: Staying, **options: Any) -> None:
        super().__init__(*args, **options)
        self.staying = staying
        for name in ("ends_help", "help_with"):  # at the end of the form
            self.fields[name] = self.fields.pop(name)
        if not staying.is_looked_for:
            del self.fields["ends_help"]
        if not staying:
            del self.fields["help_with"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        is_left = self.staying.is_looked_for and not values.get("ends_help")
        if (self.staying.runs or is_left) and not values.get("help_with"):
            self.add_error("help_with", _("Name who goes on with it."))
        return values
