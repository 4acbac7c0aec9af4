import re
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.taxonomy.reference import own_name
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.mechanisms.feedback.forms import GuardedFields
from hafen.voice.surveys.models import Conference, Side, Statement
from hafen.voice.surveys.services import ConferenceData, Said

LONGEST = 300
# A statement, and in brackets how many agreed.
_LINE = re.compile(r"(?P<text>.*?) ?(?:\((?P<votes>\d{1,4})\))?$")
_GROUPS = [("", _("not said")), *Statement.Group.choices]


class ConferenceForm(Form):
    """What a feedback conference is called, and until when the web may answer."""

    held_on = forms.DateField(label=_("Held on"), widget=DateInput)
    open_until = forms.DateField(
        label=_("Statements by web until"),
        widget=DateInput,
        required=False,
        help_text=_("Empty: statements come from the meeting alone."),
    )

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for tag in languages:
            self.fields[f"title_{tag}"] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": own_name(tag)},
                max_length=160,
                required=tag == languages[0],
                widget=forms.TextInput({"lang": tag, "dir": "auto"}),
            )
        self.fold(languages, "title_{}")

    @property
    def data_of_conference(self) -> ConferenceData:
        cleaned = self.cleaned_data
        titles = {tag: cleaned[f"title_{tag}"] for tag in self.languages}
        return ConferenceData(
            titles={tag: text for tag, text in titles.items() if text},
            held_on=cleaned["held_on"],
            open_until=cleaned["open_until"],
        )

    @staticmethod
    def said_by(row: Conference, languages: list[str]) -> dict[str, Any]:
        """Return what the form of a conference starts with."""
        titles = {f"title_{tag}": row.titles.get(tag, "") for tag in languages}
        return titles | {"held_on": row.held_on, "open_until": row.open_until}


class CollectForm(Form):
    """What was said at the meeting, one statement in a line."""

    group = forms.ChoiceField(label=_("Who says it"), choices=_GROUPS, required=False)
    good = forms.CharField(
        label=_("Goes well"),
        max_length=9_000,
        required=False,
        widget=TextArea(rows=8),
        help_text=_("One in a line, without names; votes behind it in brackets: (12)."),
    )
    less_good = forms.CharField(
        label=_("Goes less well"),
        max_length=9_000,
        required=False,
        widget=TextArea(rows=8),
        help_text=_("One in a line, without names; votes behind it in brackets: (12)."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.said:
            self.add_error(None, _("Please write down at least one statement."))
        if any(len(one.text) > LONGEST for one in self.said):
            self.add_error(None, _("A line has more than 300 characters."))
        return cleaned

    @property
    def said(self) -> list[Said]:
        """The statements of both columns, with the votes behind them."""
        return [
            one
            for side, name in ((Side.GOOD, "good"), (Side.LESS_GOOD, "less_good"))
            for line in self.cleaned_data.get(name, "").splitlines()
            if (one := said_in_line(side, line))
        ]


def said_in_line(side: str, line: str) -> Said | None:
    """Read a statement with the votes in brackets behind it; None if it is empty."""
    found = _LINE.match(" ".join(line.split()))
    if found is None or not found["text"]:
        return None
    return Said(side, found["text"], int(found["votes"] or 0))


class SayForm(GuardedFields, Form):
    """One statement from the web."""

    side = forms.ChoiceField(
        label=_("How does it go?"), choices=Side, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What goes well or less well?"),
        max_length=LONGEST,
        widget=TextArea(rows=3),
        help_text=_("Please name no people."),
    )
    group = forms.ChoiceField(label=_("I speak as"), choices=_GROUPS, required=False)


class SortForm(Form):
    """Statements of one column into one topic."""

    statements = forms.MultipleChoiceField(choices=())
    name = forms.CharField(label=_("Topic"), max_length=120)
    is_shown = forms.BooleanField(required=False)

    def __init__(self, *args: Any, keys: list[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["statements"]
        field.choices = [(str(key), str(key)) for key in keys]


class AssignForm(Form):
    """What follows, who sees to it, and until when."""

    follow_up = forms.CharField(label=_("What follows"), max_length=300)
    owner = forms.ModelChoiceField(
        label=_("Who sees to it"), queryset=User.objects.none()
    )
    office = forms.CharField(
        label=_("Responsible office, as it is shown outside"), max_length=120
    )
    due_on = forms.DateField(label=_("Due on"), widget=DateInput)

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.queryset = people


class OutcomeForm(Form):
    outcome = forms.CharField(
        label=_("What came of it"),
        max_length=1_000,
        widget=TextArea(rows=3),
        help_text=_("Stands in the result for everybody."),
    )
