from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.consultations.models import DeskHour, Visit
from hafen.casework.consultations.queries import Who, who_visible_to
from hafen.casework.consultations.words import Words
from hafen.core.accounts.models import User
from hafen.core.places.models import Site
from hafen.core.places.models.days import WEEKDAYS
from hafen.core.ui.fields import since_day, until_day
from hafen.core.ui.forms import DateInput, Form, TimeInput
from hafen.exchange.interpreting.models import Institution
from hafen.network.contacts.forms import ContactForm
from hafen.network.organisations.models import Organisation

_ANY: list[tuple[str, Any]] = [("", "–")]


class CheckInForm(Form):
    """A number for somebody; all of it may stay empty."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    wanted = forms.ModelChoiceField(
        label=_("For whom"),
        queryset=DeskHour.objects.none(),
        required=False,
        empty_label=_("whoever is free"),
    )

    def __init__(self, *args: Any, known: Words, on_duty: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["language"].choices = [*_ANY, *known.language_choices]
        fields["topic"].choices = [*_ANY, *known.topic_choices]
        fields["wanted"].queryset = on_duty
        fields["wanted"].label_from_instance = lambda hour: _at_desk(hour, known)


def _at_desk(hour: DeskHour, known: Words) -> str:
    spoken = known.languages_of(hour)
    return f"{hour.who} ({spoken})" if spoken else hour.who


class WhoFields(Form):
    """A name to type, and whom of casework it means.

    :param user: chooses among the people that they may see
    """

    q = forms.CharField(
        label=_("Name of a person or household"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"autofocus": True, "autocomplete": "off"}),
    )
    who = forms.CharField(required=False, max_length=60)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self._user = user
        fields: Any = self.fields
        fields["q"].widget.attrs |= {
            "hx-post": reverse("consultations:people", args=[user.municipality.slug]),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": "#found",
        }

    def clean_who(self) -> Who | None:
        key: str = self.cleaned_data["who"]
        if not key:
            return None
        found = who_visible_to(self._user, key, today=timezone.localdate())
        if found is None:
            raise ValidationError(_("This person cannot be found here."))
        return found

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("q") and not values.get("who") and "who" not in self.errors:
            self.add_error("who", _("Choose who it was, or leave the name empty."))
        return values

    @property
    def chosen(self) -> Who | None:
        found: Who | None = self.cleaned_data.get("who")
        return found

    @property
    def content(self) -> dict[str, Any]:
        values = super().content
        return {name: values[name] for name in values if name not in {"q", "who"}}


class TalkForm(WhoFields, ContactForm):
    """The dialog of the contact point, and whom of casework it was with."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["whom"].widget.attrs.pop("autofocus", None)


class ApartForm(TalkForm):
    """A contact beside a consultation hour: with somebody of a household."""

    def clean_who(self) -> Who:
        found = super().clean_who()
        if found is None:
            raise ValidationError(_("Choose who it was."))
        return found


class AppointmentForm(WhoFields):
    """A time with an adviser, for somebody of casework or without a name."""

    site = forms.ModelChoiceField(
        label=_("Site"), queryset=Site.objects.none(), empty_label=None
    )
    adviser = forms.ModelChoiceField(
        label=_("Adviser"), queryset=User.objects.none(), empty_label=None
    )
    day = forms.DateField(label=_("Day"), widget=DateInput)
    begins = forms.TimeField(label=_("From the hour"), widget=TimeInput)
    minutes = forms.IntegerField(
        label=_("Length in minutes"), min_value=10, max_value=240, initial=30
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    interpreter_for = forms.ModelChoiceField(
        label=_("Book an interpreter for"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("no interpreter"),
    )

    def __init__(
        self, *args: Any, known: Words, rows: dict[str, Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["topic"].choices = [*_ANY, *known.topic_choices]
        fields["language"].choices = [*_ANY, *known.language_choices]
        for name, queryset in rows.items():
            field = fields[name]
            field.queryset = queryset
            # Asked once: a select without an empty choice looks at its first twice.
            empty = [("", field.empty_label)] if field.empty_label else []
            field.choices = [*empty, *((row.pk, row.name) for row in queryset)]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("interpreter_for") and not values.get("language"):
            self.add_error("language", _("Say for which language."))
        _set_start(self, values)
        return values

    @property
    def arrangement(self) -> dict[str, Any]:
        kept = ("site", "adviser", "starts_at", "minutes", "topic", "language")
        values = {name: self.cleaned_data[name] for name in kept}
        booker = self.cleaned_data.get("interpreter_for")
        return values | {"interpreter_for": booker, "who": self.chosen}


class MoveForm(Form):
    """Another time, perhaps with somebody else."""

    adviser = forms.ModelChoiceField(
        label=_("Adviser"), queryset=User.objects.none(), empty_label=None
    )
    day = forms.DateField(label=_("Day"), widget=DateInput)
    begins = forms.TimeField(label=_("From the hour"), widget=TimeInput)

    def __init__(self, *args: Any, advisers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        adviser: Any = self.fields["adviser"]
        adviser.queryset = advisers
        adviser.label_from_instance = lambda row: row.name

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        _set_start(self, values)
        return values


def _set_start(form: Form, values: dict[str, Any]) -> None:
    day, begins = values.get("day"), values.get("begins")
    if day and begins:
        values["starts_at"] = timezone.make_aware(datetime.combine(day, begins))
        if values["starts_at"] < timezone.now():
            form.add_error("day", _("This time is over."))


class DeskHourForm(Form):
    """Who advises where and when."""

    site = forms.ModelChoiceField(
        label=_("Site"), queryset=Site.objects.none(), empty_label=None
    )
    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)
    begins = forms.TimeField(label=_("From the hour"), widget=TimeInput)
    ends = forms.TimeField(label=_("to the hour"), widget=TimeInput)
    adviser = forms.ModelChoiceField(
        label=_("Colleague"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("somebody of a partner"),
    )
    name = forms.CharField(
        label=_("Name, for somebody of a partner"), max_length=80, required=False
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="–",
    )
    room = forms.CharField(label=_("Room or counter"), max_length=40, required=False)
    online_minutes = forms.IntegerField(
        label=_("Appointments online: minutes each"),
        help_text=_("Empty: people cannot ask for an appointment in this hour online."),
        min_value=10,
        max_value=120,
        required=False,
    )
    first_day = forms.DateField(label=_("First day"), widget=DateInput)
    last_day = forms.DateField(label=_("Last day"), widget=DateInput, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), widget=forms.CheckboxSelectMultiple, required=False
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self, *args: Any, known: Words, rows: dict[str, Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["languages"].choices = known.language_choices
        fields["topics"].choices = known.topic_choices
        for name, queryset in rows.items():
            fields[name].queryset = queryset
            fields[name].label_from_instance = lambda row: row.name

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = values.get("begins"), values.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("It ends before it begins."))
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("It ends before it begins."))
        if not values.get("adviser") and not values.get("name"):
            self.add_error("adviser", _("Say who advises."))
        if values.get("online_minutes") and not values.get("adviser"):
            self.add_error("online_minutes", _("Only for colleagues with an account."))
        return values


DESK_HOUR_FIELDS = (
    *("site", "weekday", "begins", "ends", "adviser", "name", "organisation"),
    *("room", "first_day", "last_day", "languages", "topics", "online_minutes"),
)


def initial_of(hour: DeskHour) -> dict[str, Any]:
    return {name: getattr(hour, name) for name in DESK_HOUR_FIELDS}


class EndForm(Form):
    last_day = forms.DateField(label=_("Last day"), widget=DateInput)


class PeriodForm(forms.Form):
    """Which days the load is taken from."""

    first = forms.DateField(label=_("From"), required=False, widget=DateInput)
    last = forms.DateField(
        label=pgettext_lazy("period", "Until"), required=False, widget=DateInput
    )


class VisitFilterForm(forms.Form):
    """Which visits the list of a period shows."""

    first, last = since_day(), until_day()
    site = forms.ChoiceField(label=_("Site"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("visit", "State"),
        choices=[*_ANY, *Visit.State.choices],
        required=False,
    )

    def __init__(self, *args: Any, sites: Iterable[Site], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["site"].choices = [*_ANY, *((str(row.pk), row.name) for row in sites)]


class SimulateForm(forms.Form):
    """What if another time were open instead?"""

    weekday = forms.TypedChoiceField(
        label=_("Open on"), choices=WEEKDAYS[:6], coerce=int
    )
    opens = forms.TimeField(label=_("From the hour"), widget=TimeInput)
    closes = forms.TimeField(label=_("to the hour"), widget=TimeInput)
    given_up = forms.ChoiceField(label=_("Instead of"), required=False)

    def __init__(
        self, *args: Any, slots: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        given_up: Any = self.fields["given_up"]
        given_up.choices = [("", _("nothing, in addition")), *slots]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes = values.get("opens"), values.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("It ends before it begins."))
        return values
