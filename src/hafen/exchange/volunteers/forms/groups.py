"""Forms of groups, news and hand-overs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import District, Site
from hafen.core.ui.forms import DateInput, DateTimeInput, Form, TextArea
from hafen.exchange.volunteers.models import Group, Transition, Volunteer


def _fill(form: forms.Form, rows: dict[str, Any]) -> None:
    fields: Any = form.fields
    for name, queryset in rows.items():
        fields[name].queryset = queryset
        fields[name].label_from_instance = lambda row: row.name


class GroupForm(Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    topic = forms.CharField(label=_("What it is about"), max_length=200, required=False)
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        required=False,
        empty_label="–",
    )
    site = forms.ModelChoiceField(
        label=_("At which site?"),
        queryset=Site.objects.none(),
        required=False,
        empty_label="–",
    )
    rhythm = forms.CharField(label=_("When it meets"), max_length=120, required=False)
    has_cafe = forms.BooleanField(label=_("Runs a meeting café"), required=False)
    cafe_at = forms.DateTimeField(
        label=_("Next café"), required=False, widget=DateTimeInput
    )
    cafe_place = forms.CharField(
        label=_("Where is the café?"), max_length=200, required=False
    )
    is_public = forms.BooleanField(
        label=_("Anybody may know of it"), required=False, initial=True
    )
    ended_on = forms.DateField(label=_("Ended on"), required=False, widget=DateInput)

    def __init__(self, *args: Any, rows: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        _fill(self, rows)


class MemberForm(Form):
    volunteer = forms.ModelChoiceField(
        label=_("Volunteer"), queryset=Volunteer.objects.none(), empty_label="–"
    )
    is_contact = forms.BooleanField(label=_("contact of the group"), required=False)

    def __init__(self, *args: Any, volunteers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _fill(self, {"volunteer": volunteers})


class NewsForm(Form):
    """News in the languages of the town; only the first one has to be there."""

    groups = forms.ModelMultipleChoiceField(
        label=_("To these groups"),
        queryset=Group.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No group: to all volunteers who have agreed to get news."),
    )
    district = forms.ModelChoiceField(
        label=_("Only for this district"),
        queryset=District.objects.none(),
        required=False,
        empty_label=_("all districts"),
    )
    topic = forms.CharField(label=_("Topic"), max_length=120, required=False)
    asks_reply = forms.BooleanField(
        label=_("Ask everybody to say that they have read it"), required=False
    )

    def __init__(
        self, *args: Any, rows: dict[str, Any], languages: list[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        _fill(self, rows)
        self.languages = languages
        fields: Any = self.fields
        for place, (tag, name) in enumerate(languages):
            is_first = place == 0
            fields[f"subject_{tag}"] = forms.CharField(
                label=_("Subject (%(language)s)") % {"language": name},
                max_length=150,
                required=is_first,
            )
            fields[f"text_{tag}"] = forms.CharField(
                label=_("Text (%(language)s)") % {"language": name},
                max_length=5_000,
                required=is_first,
                widget=TextArea(rows=5),
            )
        self.fold([tag for tag, _name in languages], "subject_{}", "text_{}")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for tag, _name in self.languages:
            subject, text = found.get(f"subject_{tag}"), found.get(f"text_{tag}")
            if bool(subject) != bool(text) and not self.errors:
                self.add_error(f"text_{tag}", _("Subject and text belong together."))
        return found

    @property
    def texts(self) -> dict[str, list[str]]:
        said = self.cleaned_data
        return {
            tag: [said[f"subject_{tag}"], said[f"text_{tag}"]]
            for tag, _name in self.languages
            if said.get(f"subject_{tag}")
        }

    @property
    def message(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "texts": self.texts,
            "topic": said["topic"],
            "district": said["district"],
            "groups": [row.pk for row in said["groups"]],
            "asks_reply": said["asks_reply"],
        }


class CloseSiteForm(Form):
    site = forms.ModelChoiceField(
        label=_("Which site closes?"), queryset=Site.objects.none(), empty_label="–"
    )
    closes_on = forms.DateField(label=_("On which day?"), widget=DateInput)

    def __init__(self, *args: Any, sites: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _fill(self, {"site": sites})


class HandOverForm(Form):
    wish = forms.ChoiceField(label=_("Wish"), choices=Transition.Wish.choices)
    to_group = forms.ModelChoiceField(
        label=_("Goes on in"),
        queryset=Group.objects.none(),
        required=False,
        empty_label="–",
    )

    def __init__(self, *args: Any, groups: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _fill(self, {"to_group": groups})
