from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.mechanisms.privacy.models import RightsRequest
from hafen.mechanisms.privacy.rights import Hit, personal_models


class ConfirmationForm(Form):
    decided_by = forms.CharField(label=_("Who decided (name)"), max_length=120)
    office = forms.CharField(label=_("Office or function"), max_length=120)
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput)
    note = forms.CharField(
        label=_("Result or file reference"),
        widget=TextArea(rows=3),
        required=False,
        max_length=2000,
    )


class PersonSearchForm(Form):
    name = forms.CharField(
        label=_("Name, e-mail address or telephone number"),
        min_length=3,
        max_length=120,
    )

    @property
    def text(self) -> str:
        found: str = self.cleaned_data["name"]
        return found


class NoticeForm(Form):
    """The notice in each language of the portal; German stands open."""

    def __init__(self, *args: Any, languages: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.languages = languages
        for tag in languages:
            self.fields[f"text_{tag}"] = forms.CharField(
                label=_("Text"),
                required=False,
                max_length=20_000,
                widget=TextArea(rows=14, language=tag),
            )
        self.fold(languages, "text_{}")

    @property
    def texts(self) -> dict[str, str]:
        said = {tag: self.cleaned_data[f"text_{tag}"] for tag in self.languages}
        return {tag: text for tag, text in said.items() if text}


class HitsForm(Form):
    """Which of the entries that were found are the person."""

    roots = forms.MultipleChoiceField(
        label=_("Which entries are this person?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, hits: Sequence[Hit] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["roots"]
        assert isinstance(field, forms.MultipleChoiceField)
        known = {hit.key: f"{hit.kind}: {hit.shown}" for hit in hits}
        # The keys that come back are looked up; what is not there is no choice.
        sent = self.data.getlist("roots") if isinstance(self.data, QueryDict) else []
        field.choices = [*known.items(), *((key, key) for key in sent)]

    def clean_roots(self) -> list[str]:
        names = {model._meta.label for model, _found in personal_models()}
        keys: list[str] = self.cleaned_data["roots"]
        for key in keys:
            label, _colon, pk = key.partition(":")
            try:
                UUID(pk)
            except ValueError:
                label = ""
            if label not in names:
                raise forms.ValidationError(_("Choose an entry of the list."))
        return keys


class RequestForm(HitsForm):
    """What the person asks for, and which entries are the person."""

    kind = forms.ChoiceField(
        label=_("What does the person ask for?"),
        choices=[
            (code, label)
            for code, label in RightsRequest.Kind.choices
            if code != RightsRequest.Kind.CORRECTION
        ],
        widget=forms.RadioSelect,
    )
    ground = forms.ChoiceField(
        label=_("For a restriction of processing: the ground"),
        choices=[("", "–"), *RightsRequest.Ground.choices],
        required=False,
    )
    received_on = forms.DateField(label=_("Received on"), widget=DateInput)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        is_restriction = found.get("kind") == RightsRequest.Kind.RESTRICTION
        if is_restriction and not found.get("ground"):
            self.add_error("ground", _("Choose on which ground."))
        return found


class LookAgainForm(Form):
    on = forms.DateField(label=_("Look again on"), widget=DateInput)


class LiftForm(Form):
    because = forms.ChoiceField(
        label=_("Why is it lifted?"),
        choices=RightsRequest.Lifting.choices,
        widget=forms.RadioSelect,
    )
