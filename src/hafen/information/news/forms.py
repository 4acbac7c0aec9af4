from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import Municipality
from hafen.core.ui.forms import DateInput, DateTimeInput, Form, TextArea, TimeInput
from hafen.information.news.gaps import Value, kind_of
from hafen.information.news.models import NewsItem
from hafen.information.news.queries import linked


class FilterForm(forms.Form):
    """What the list of the desk shows."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("drafts and published")), *NewsItem.State.choices],
    )


class TopicForm(forms.Form):
    """Which news a reader wants."""

    topic = forms.ChoiceField(label=_("Topic"), required=False)

    def __init__(
        self, *args: Any, topics: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["topic"]
        field.choices = [("", _("all")), *topics]


class NewsForm(Form):
    """A news item or a template, in its own language.

    :param choices: by field: topics, teams, people
    """

    title = forms.CharField(label=_("Title"), max_length=160)
    text = forms.CharField(
        label=_("Text"), max_length=2_000, required=False, widget=TextArea(rows=6)
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    is_important = forms.BooleanField(label=_("Important"), required=False)
    link = forms.CharField(
        label=_("Link to a page, an offer or an event"),
        max_length=500,
        required=False,
        help_text=_("Copy the address of its public page here."),
    )
    publish_at = forms.DateTimeField(
        label=_("Shown from"),
        required=False,
        widget=DateTimeInput(),
        help_text=_("Empty: as soon as it is published."),
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput(),
        help_text=_("Empty: until somebody archives it."),
    )
    team = forms.ChoiceField(label=_("Team"), required=False)
    owner = forms.ChoiceField(label=_("Person"), required=False)

    def __init__(
        self,
        *args: Any,
        town: Municipality,
        choices: dict[str, Any],
        is_template: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.town = town
        for name, found in choices.items():
            field: Any = self.fields[name]
            field.choices = [("", "–"), *found]
        if is_template:
            del self.fields["publish_at"], self.fields["ends_on"]
            self.fields["text"].help_text = _(
                "Write a gap in curly brackets, in every language with the same"
                " name: {date} and {time} take a day and a time of day, {place}"
                " and others take words."
            )

    @classmethod
    def said_of(cls, item: NewsItem, town: Municipality) -> dict[str, Any]:
        """Return how the form shows what an item has."""
        names = ("title", "text", "topic", "is_important", "link", "ends_on")
        at = item.publish_at
        return {name: getattr(item, name) for name in names} | {
            "publish_at": at and at.astimezone(_zone(town)).replace(tzinfo=None),
            "team": str(item.team_id or ""),
            "owner": str(item.owner_id or ""),
        }

    def clean_publish_at(self) -> Any:
        """Read the time on the clock of the town."""
        at = self.cleaned_data["publish_at"]
        return at and timezone.make_naive(at).replace(tzinfo=_zone(self.town))

    def clean_link(self) -> str:
        """Take the address of a public page of this town, whatever its language."""
        said = self.cleaned_data["link"]
        if not said:
            return ""
        parts = urlsplit(said).path.strip("/").split("/")
        language = self.town.default_language
        link = "/".join(parts[-2:])
        found = linked(self.town, link, language=language, now=timezone.now())
        if found is None or parts[:1] not in ([self.town.slug], parts[-2:-1]):
            raise forms.ValidationError(
                _("No page, offer or event of this town has this address.")
            )
        return found.path

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        at, end = data.get("publish_at"), data.get("ends_on")
        if at and end and end < at.date():
            self.add_error("ends_on", _("The last day lies before the first one."))
        return data

    def data_of_item(self) -> dict[str, Any]:
        """Return the columns; keys of rows stay keys."""
        data = dict(self.content)
        return data | {
            f"{name}_id": data.pop(name) or None for name in ("team", "owner")
        }


class GapsForm(Form):
    """What belongs into the gaps of a template; one field for each."""

    def __init__(self, *args: Any, gaps: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gaps = gaps
        for name in gaps:
            self.fields[f"gap_{name}"] = _field_of(name)

    @property
    def values(self) -> dict[str, Value]:
        return {name: self.cleaned_data[f"gap_{name}"] for name in self.gaps}


def _field_of(gap: str) -> forms.Field:
    label = gap.replace("_", " ").capitalize()
    match kind_of(gap):
        case "day":
            return forms.DateField(label=label, widget=DateInput())
        case "time":
            return forms.TimeField(label=label, widget=TimeInput())
        case _:
            return forms.CharField(label=label, max_length=100)


def _zone(town: Municipality) -> ZoneInfo:
    return ZoneInfo(town.time_zone)
