from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.taxonomy.reference import own_name
from hafen.core.ui.fields import DecimalField
from hafen.core.ui.forms import DateInput, Form, TextArea, TimeInput
from hafen.exchange.pool.models import Helper
from hafen.exchange.training.models import Group, Module, Participant, Unit
from hafen.information.events.models import Wish
from hafen.mechanisms.bookings.forms import DeskPersonForm, PersonForm
from hafen.mechanisms.feedback.forms import GuardedFields
from hafen.mechanisms.questions.forms import answers_in, fields_of
from hafen.mechanisms.questions.models import Question
from hafen.network.organisations.models import Organisation


def _choice(model: Any, label: Any, **options: Any) -> forms.ModelChoiceField[Any]:
    options = {"empty_label": "–"} | options
    return forms.ModelChoiceField(label=label, queryset=model.objects.none(), **options)


class RowsForm(Form):
    """A form whose choices come from rows that the person may see."""

    def __init__(self, *args: Any, rows: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        dress(self.fields, rows)


def dress(fields: Any, rows: Mapping[str, Any]) -> None:
    for name, queryset in rows.items():
        fields[name].queryset = queryset
        fields[name].label_from_instance = str if name == "wish" else _name


def _name(row: Any) -> str:
    return str(row.name)


class DateForm(Form):
    """Another date of a run."""

    day = forms.DateField(label=_("Day"), widget=DateInput)
    starts = forms.TimeField(label=_("Begins at"), widget=TimeInput)
    ends = forms.TimeField(label=_("Ends at"), widget=TimeInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        starts, ends = values.get("starts"), values.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end comes after the beginning."))
        return values


class ModuleForm(Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=Module.Kind.choices)
    parts = forms.IntegerField(
        label=_("Different parts or evenings"), min_value=1, max_value=30, initial=1
    )
    hours = DecimalField(
        label=_("Hours needed for the certificate"),
        min_value=0,
        max_value=500,
        decimal_places=1,
        initial=3,
    )
    valid_months = forms.IntegerField(
        label=_("Counts for so many months"),
        help_text=_("Leave it empty if it counts for ever."),
        min_value=1,
        max_value=240,
        required=False,
    )

    @property
    def module(self) -> dict[str, Any]:
        values = self.cleaned_data
        names = ("name", "kind", "parts", "valid_months")
        return {name: values[name] for name in names} | {
            "minutes": max(int(values["hours"] * 60), 1)
        }


class RunForm(RowsForm):
    module = _choice(Module, _("Training"))
    title = forms.CharField(label=_("Title in the calendar"), max_length=200)
    organisation = _choice(Organisation, _("Provider"), required=False)
    groups = forms.MultipleChoiceField(
        label=_("For"), choices=Group.choices, widget=forms.CheckboxSelectMultiple
    )
    first_day = forms.DateField(label=_("First day"), widget=DateInput)
    starts = forms.TimeField(label=_("Begins at"), widget=TimeInput)
    ends = forms.TimeField(label=_("Ends at"), widget=TimeInput)
    times = forms.IntegerField(
        label=_("So many weeks in a row"), min_value=1, max_value=30, initial=1
    )
    place = forms.CharField(label=_("Place"), max_length=200)
    places = forms.IntegerField(
        label=_("Places"), min_value=1, max_value=2_000, required=False
    )
    wish = _choice(Wish, _("Answers the wish"), required=False)
    owner = _choice(User, _("Who looks after it"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        starts, ends = values.get("starts"), values.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end lies before the beginning."))
        module, times = values.get("module"), values.get("times")
        if module and times and times < module.parts:
            self.add_error("times", _("The training has more parts than that."))
        return values

    @property
    def run(self) -> dict[str, Any]:
        values = self.cleaned_data
        of_event = ("title", "first_day", "starts", "ends", "place", "organisation")
        names = ("module", "groups", "places", "times", "owner", "wish")
        return {name: values[name] for name in names} | {
            "data": {name: values[name] for name in of_event}
        }


class EnrolForm(DeskPersonForm):
    """Somebody whom the desk enters: of the pool, a colleague, or by name."""

    helper = _choice(Helper, _("Helper"), required=False)
    user = _choice(User, _("Colleague"), required=False)
    unit = _choice(
        Unit,
        _("Unit"),
        required=False,
        help_text=_("For figures by unit, which name nobody."),
    )
    group = forms.ChoiceField(label=_("Group"), choices=Group.choices)
    role = forms.ChoiceField(label=_("Part in it"), choices=Participant.Role.choices)

    def __init__(self, *args: Any, rows: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        dress(self.fields, rows)
        self.fields["name"].required = False
        self.order_fields(["helper", "user", "name", "group", "role", "unit"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        known = values.get("helper") or values.get("user")
        if known is not None:
            values["name"] = known.name
            values["email"] = values.get("email") or known.email
        elif not values.get("name"):
            self.add_error("name", _("Choose somebody, or write a name."))
        return values

    @property
    def facts(self) -> dict[str, Any]:
        names = ("helper", "user", "unit", "group", "role")
        found = {name: self.cleaned_data[name] for name in names}
        if found["helper"]:
            found["user"] = None
        return found


class JoinForm(GuardedFields, PersonForm):
    """Somebody registers for a training on the public page."""

    group = forms.ChoiceField(label=_("I am one of the"), choices=Group.choices)
    contributes = forms.BooleanField(
        label=_("I would like to contribute something myself"), required=False
    )
    interpreter = forms.ChoiceField(label=_("I need an interpreter"), required=False)

    def __init__(
        self, *args: Any, groups: list[str], languages: list[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["group"].choices = [(g, Group(g).label) for g in groups]
        fields["interpreter"].choices = [("", "–"), *languages]

    @property
    def shown(self) -> list[Any]:
        """What the person sees; the trap for robots stands apart."""
        return [field for field in self.visible_fields() if field.name != "website"]

    @property
    def facts(self) -> dict[str, Any]:
        values = self.cleaned_data
        role = Participant.Role
        return {
            "group": values["group"],
            "role": role.CONTRIBUTES if values["contributes"] else role.LEARNS,
            "interpreter": values["interpreter"],
        }


class RecordForm(RowsForm):
    """What somebody has learned elsewhere."""

    helper = _choice(Helper, _("Helper"), required=False)
    user = _choice(User, _("Colleague"), required=False)
    module = _choice(Module, _("Training"))
    acquired_on = forms.DateField(label=_("Acquired on"), widget=DateInput)
    note = forms.CharField(
        label=_("Which paper was seen"), max_length=200, required=True
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if bool(values.get("helper")) == bool(values.get("user")):
            self.add_error("helper", _("Choose a helper or a colleague."))
        day = values.get("acquired_on")
        if day and day > timezone.localdate():
            self.add_error("acquired_on", _("This day lies in the future."))
        return values


class AffiliationForm(RowsForm):
    helper = _choice(Helper, _("Helper"))
    organisation = _choice(Organisation, _("Association that sees to the training"))


class UnitForm(Form):
    name = forms.CharField(label=_("Unit"), max_length=160)
    contact = forms.CharField(
        label=_("Who answers for it"), max_length=200, required=False
    )
    people = forms.IntegerField(
        label=_("How many work there"), min_value=1, max_value=30_000
    )


class PollForm(Form):
    title = forms.CharField(label=_("Title"), max_length=160)
    closes_on = forms.DateField(label=_("Open until"), widget=DateInput)

    def __init__(
        self, *args: Any, languages: list[str], today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.languages, self.today = languages, today
        self.fields["closes_on"].initial = today + timedelta(days=21)
        for tag in languages:
            self.fields[f"topics_{tag}"] = forms.CharField(
                label=_("Topics, one in a line (%(language)s)")
                % {"language": own_name(tag)},
                required=tag == languages[0],
                max_length=3_000,
                widget=TextArea(rows=6, language=tag),
            )
        self.fold(languages, "topics_{}")

    def clean_closes_on(self) -> date:
        found: date = self.cleaned_data["closes_on"]
        if found < self.today:
            raise forms.ValidationError(_("This day is over."))
        return found

    @property
    def topics(self) -> list[dict[str, str]]:
        """The words of each topic by language; a line is the same everywhere."""
        lines = {
            tag: [x.strip() for x in self.cleaned_data[f"topics_{tag}"].splitlines()]
            for tag in self.languages
        }
        number = len(lines[self.languages[0]])
        topics = (
            {tag: said[i] for tag, said in lines.items() if i < len(said) and said[i]}
            for i in range(number)
        )
        return [topic for topic in topics if topic]


class VoteForm(Form):
    """The topics of a poll, to tick on a page."""

    def __init__(
        self, *args: Any, questions: list[Question], language: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields |= fields_of(questions, language)

    @property
    def answers(self) -> dict[Any, Any]:
        return answers_in(self.cleaned_data)
