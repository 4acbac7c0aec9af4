from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team
from hafen.core.db.forms import DateInput, Form
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import own_name
from hafen.core.ui.forms import TextArea
from hafen.information.events.models import Event
from hafen.information.knowledge.models import Document
from hafen.information.knowledge.services import NewVersion

FIELDS = (
    "title",
    "description",
    "category",
    "language",
    "issuer",
    "event",
    "is_public",
    "is_pinned",
    "team",
)


class LibraryFilterForm(forms.Form):
    """Which documents are listed."""

    q = forms.CharField(label=_("Title or issuer"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    when = forms.ChoiceField(
        label=_("Validity"),
        required=False,
        choices=[
            ("", _("everything in the library")),
            ("held", _("in force today")),
            ("ending", _("ends within 30 days, or has ended")),
            ("archived", _("archived")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [("", _("all kinds")), *Document.Category.choices]


class VersionForm(Form):
    """A new version: its file, and the days on which it holds."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF is read everywhere. Macros are not taken."),
        error_messages={"required": _("Please choose the file.")},
    )
    label = forms.CharField(
        label=_("Version"), max_length=40, help_text=_("Such as: edition of May 2026")
    )
    begins = forms.DateField(label=_("Valid from"), widget=DateInput)
    until = forms.DateField(
        label=_("Valid until"),
        widget=DateInput,
        required=False,
        help_text=_("Empty: until another version follows."),
    )
    note = forms.CharField(label=_("What is new?"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        begins, until = data.get("begins"), data.get("until")
        if begins and until and until < begins:
            self.add_error("until", _("It cannot end before it begins."))
        return data

    @property
    def new_version(self) -> NewVersion:
        data = self.cleaned_data
        return NewVersion(
            upload=data["file"],
            label=data["label"],
            begins=data["begins"],
            until=data["until"],
            note=data["note"],
        )


class DocumentForm(Form):
    """What is said of a document."""

    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("What is it for?"),
        max_length=1_000,
        required=False,
        widget=TextArea(rows=3),
    )
    category = forms.ChoiceField(label=_("Kind"), choices=Document.Category.choices)
    language = forms.ChoiceField(label=_("Language"))
    issuer = forms.CharField(
        label=_("Issued by"),
        max_length=200,
        required=False,
        help_text=_("An office or an organisation, not a person."),
    )
    event = forms.ModelChoiceField(
        label=_("Event that it documents"),
        queryset=Event.objects.none(),
        required=False,
    )
    team = forms.ModelChoiceField(
        label=_("Team that keeps it up to date"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("the editors"),
    )
    is_public = forms.BooleanField(label=_("Open to everybody"), required=False)
    is_pinned = forms.BooleanField(label=_("Show it on the start page"), required=False)

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["language"].choices = [
            (tag, own_name(tag)) for tag in municipality.languages
        ]
        rows = Event.objects.filter(municipality=municipality)
        fields["event"].queryset = rows.order_by("-first_day", "pk")
        teams = Team.objects.filter(municipality=municipality)
        fields["team"].queryset = teams.order_by("name")
        fields["team"].label_from_instance = lambda team: team.name

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class NewDocumentForm(VersionForm, DocumentForm):
    """A document with its first version."""

    field_order = (*FIELDS, "file", "label", "begins", "until", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["begins"].initial = timezone.localdate
