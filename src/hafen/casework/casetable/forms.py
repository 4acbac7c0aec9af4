from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms import RowsForm, choice, day
from hafen.casework.cases.models import Case, Consent, ContestedPoint
from hafen.casework.cases.words import Choices
from hafen.casework.casetable.models import Meeting, Seat
from hafen.casework.casetable.services import Told
from hafen.core.accounts.models import User
from hafen.core.db.languages import comma
from hafen.core.ui.forms import DateTimeInput, Form, TextArea
from hafen.core.ui.sparse import HINT
from hafen.network.organisations.models import Organisation


def moment(label: Any, **options: Any) -> forms.DateTimeField:
    return forms.DateTimeField(label=label, widget=DateTimeInput, **options)


class MeetingForm(Form):
    title = forms.CharField(
        label=_("Title"), help_text=_("No name of a person."), max_length=120
    )
    place = forms.CharField(label=_("Place"), max_length=200)
    starts_at = moment(_("Begins at"))
    ends_at = moment(_("Ends at"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        begins, ends = values.get("starts_at"), values.get("ends_at")
        if begins and begins <= timezone.now():
            self.add_error("starts_at", _("This day has been."))
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("The end lies before the beginning."))
        return values


class InviteForm(RowsForm):
    """A colleague, or somebody of another office, who gets a link by mail."""

    user = choice(User, _("Colleague"), required=False)
    name = forms.CharField(
        label=_("Or somebody without an account"), max_length=120, required=False
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    organisation = choice(Organisation, _("Organisation"), required=False)
    office = forms.CharField(
        label=_("Or which office of the house"),
        help_text=_("Named as in the consent."),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if bool(values.get("user")) == bool(values.get("name")):
            self.add_error("name", _("Name one person, here or above."))
        if bool(values.get("organisation")) == bool(values.get("office")):
            self.add_error("office", _("Name one office, here or above."))
        return values

    @property
    def content(self) -> dict[str, Any]:
        values = dict(super().content)
        facts = {name: values.pop(name) for name in ("name", "email", "office")}
        return values | {"facts": facts}


class BringForm(RowsForm):
    """A case for the table, in the words of whoever is responsible for it."""

    meeting = choice(Meeting, _("Case table"))
    case = choice(Case, _("Case"))
    consents = forms.TypedMultipleChoiceField(
        label=_("Which offices hear it"),
        help_text=_("These are the consents of the person. No other office reads it."),
        widget=forms.CheckboxSelectMultiple,
    )
    summary = forms.CharField(
        label=_("What the table is told"),
        help_text=HINT,
        max_length=600,
        widget=TextArea(rows=4),
    )
    is_contested = forms.BooleanField(
        label=_("It rests on data that the person contests"),
        required=False,
        initial=True,
    )
    starts_at = moment(_("Time, if it shall not come after the others"), required=False)
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=5, max_value=120, initial=20
    )

    def __init__(
        self,
        *args: Any,
        consents: Iterable[Consent],
        topics: Choices,
        contested: Iterable[ContestedPoint],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        points = dict.fromkeys(str(each.get_about_display()) for each in contested)
        if points:
            fields["is_contested"].help_text = comma().join(points)
        else:
            del fields["is_contested"]
        names = dict(topics)
        self._rows = {str(row.pk): row for row in consents if row.purpose in names}
        fields["consents"].choices = [
            (key, f"{row.recipient} · {names[row.purpose]}")
            for key, row in self._rows.items()
        ]
        fields["consents"].coerce = self._rows.__getitem__
        fields["meeting"].label_from_instance = _meeting_name
        fields["case"].label_from_instance = lambda row: str(
            row.client.name if row.client else row.household.name
        )

    def clean_consents(self) -> list[Consent]:
        rows: list[Consent] = self.cleaned_data["consents"]
        if len({row.purpose for row in rows}) > 1:
            raise forms.ValidationError(_("Choose those of one topic."))
        return rows

    @property
    def content(self) -> dict[str, Any]:
        values = dict(super().content)
        told = Told(
            topic=values["consents"][0].purpose,
            summary=values.pop("summary"),
            minutes=values.pop("minutes"),
            starts_at=values.pop("starts_at"),
            is_contested=values.pop("is_contested", False),
        )
        return values | {"told": told}


def _meeting_name(row: Meeting) -> str:
    begins: datetime = timezone.localtime(row.starts_at)
    return f"{row.title} · {begins:%d.%m.%Y %H:%M}"


class DecideForm(Form):
    seat = forms.TypedChoiceField(label=_("Who takes it on"))
    text = forms.CharField(
        label=_("What is done"),
        help_text=_("Without a name, and nothing beyond what is to be done."),
        max_length=300,
    )
    due_on = day(_("Until"))

    def __init__(self, *args: Any, seats: Iterable[Seat], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        rows = {str(row.pk): row for row in seats}
        fields["seat"].choices = [
            ("", "–"),
            *((key, f"{row.office}: {row.name}") for key, row in rows.items()),
        ]
        fields["seat"].coerce = rows.__getitem__


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=Seat.Answer.choices)
