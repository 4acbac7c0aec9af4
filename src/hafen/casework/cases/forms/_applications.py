from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms._fields import RowsForm, choice, day, not_later
from hafen.casework.cases.models import Application, Client, Deadline
from hafen.casework.cases.words import Choices
from hafen.core.ui.forms import Form, TextArea
from hafen.network.organisations.models import Organisation

_PAPER, _MOST_PAPERS = 80, 30


class ApplicationForm(RowsForm):
    """What is applied for where; without an organisation the authority is named."""

    client = choice(Client, _("Who applies"))
    domain = forms.ChoiceField(label=_("Area of life"))
    form = forms.CharField(
        label=_("What is applied for"),
        help_text=_("Short, as the form is called: housing benefit, child benefit."),
        max_length=120,
    )
    organisation = choice(Organisation, _("Authority in the directory"), required=False)
    agency = forms.CharField(
        label=_("Or which authority it is"), max_length=160, required=False
    )
    due_on = day(_("To be handed in until"), required=False)
    letter = choice(Deadline, _("The day comes from a letter"), required=False)
    papers = forms.CharField(
        label=_("Papers that it needs"),
        help_text=_("One on each line, by its short name. No numbers of papers."),
        required=False,
        max_length=2_400,
        widget=TextArea(rows=4),
    )
    interpreter = forms.ChoiceField(
        label=_("Interpreter"), choices=Application.Interpreter.choices, required=False
    )
    interpreter_on = day(_("The interpreter comes on"), required=False)

    def __init__(self, *args: Any, domains: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["domain"].choices = [("", "–"), *domains]
        names = dict(domains)
        fields["letter"].label_from_instance = lambda row: (
            f"{date_format(row.due_on, 'SHORT_DATE_FORMAT')},"
            f" {names.get(row.topic, _('something else'))}"
        )

    def clean_papers(self) -> list[str]:
        lines = self.cleaned_data["papers"].splitlines()
        found = list(dict.fromkeys(name for line in lines if (name := line.strip())))
        if len(found) > _MOST_PAPERS or any(len(name) > _PAPER for name in found):
            raise ValidationError(
                _("At most %(papers)d papers, each of at most %(signs)d characters."),
                params={"papers": _MOST_PAPERS, "signs": _PAPER},
            )
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        organisation, letter = values.get("organisation"), values.get("letter")
        if organisation:
            values["agency"] = organisation.name[:160]
        if not values.get("agency"):
            self.add_error("agency", _("Name the authority."))
        if letter and not values.get("due_on"):
            values["due_on"] = letter.due_on
        return values


class MoveApplicationForm(Form):
    state = forms.ChoiceField(
        label=_("Where it stands"), choices=Application.State.choices[1:]
    )
    on = day(_("Since"))
    due_on = day(_("New deadline, where the authority sets one"), required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._today = today

    def clean_on(self) -> date | None:
        return not_later(self.cleaned_data["on"], self._today)


class TickPapersForm(Form):
    """The papers of one application, those that are there ticked."""

    papers = forms.MultipleChoiceField(
        label=_("Which papers are there"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, row: Application, **options: Any) -> None:
        papers = sorted(row.papers.all(), key=lambda each: each.pk)
        there = [str(each.pk) for each in papers if each.got_on]
        super().__init__(
            *args,
            initial={"papers": there},
            version=row.version,
            auto_id=f"papers_{row.pk}_%s",
            **options,
        )
        fields: Any = self.fields
        fields["papers"].choices = [(str(each.pk), each.name) for each in papers]


class ApplicationFilterForm(Form):
    agency = forms.ChoiceField(label=_("Authority"), required=False)
    whose = forms.ChoiceField(
        label=_("Whose cases"),
        choices=[("", _("all that I read")), ("own", _("my own"))],
        required=False,
    )
    part = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agencies: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["agency"].choices = [("", "–"), *((name, name) for name in agencies)]
