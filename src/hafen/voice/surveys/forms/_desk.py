from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.taxonomy.reference import own_name
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.mechanisms.questions.models import Question, said_in
from hafen.voice.surveys.models import Survey, Wave
from hafen.voice.surveys.services import SurveyData, WaveData

MOST = 50_000


class SurveyForm(Form):
    """What a survey is called, of whom it asks, and what small counts it shows."""

    name = forms.CharField(
        label=_("Name for the desk"),
        max_length=160,
        help_text=_("For example: satisfaction of partners."),
    )
    audience = forms.ChoiceField(label=_("Of whom"), choices=Survey.Audience)
    least_cell = forms.IntegerField(
        label=_("Smallest count that is shown"),
        min_value=0,
        max_value=20,
        initial=5,
        help_text=_(
            "Smaller counts are hidden in tables, so that nobody is recognised."
            " 0 shows all."
        ),
    )
    group_question = forms.ModelChoiceField(
        label=_("Groups are told apart by"),
        queryset=Question.objects.none(),
        required=False,
        empty_label=_("no question"),
    )
    persons_question = forms.ModelChoiceField(
        label=_("Persons of a household are counted by"),
        queryset=Question.objects.none(),
        required=False,
        empty_label=_("no question"),
    )
    is_archived = forms.BooleanField(label=_("Archived"), required=False)

    def __init__(
        self,
        *args: Any,
        languages: list[str],
        survey: Survey | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for tag in languages:
            self._add_language(tag)
        self.fold(languages, "title_{}", "introduction_{}")
        if survey is None:
            for name in ("group_question", "persons_question", "is_archived"):
                del self.fields[name]
        else:
            self._offer_questions(survey)

    def _add_language(self, tag: str) -> None:
        said = {"language": own_name(tag)}
        self.fields[f"title_{tag}"] = forms.CharField(
            label=_("Title for those who answer (%(language)s)") % said,
            max_length=160,
            required=tag == self.languages[0],
            widget=forms.TextInput({"lang": tag, "dir": "auto"}),
        )
        self.fields[f"introduction_{tag}"] = forms.CharField(
            label=_("What stands above the questions (%(language)s)") % said,
            max_length=1_500,
            required=False,
            widget=TextArea(rows=3, language=tag),
        )

    def _offer_questions(self, survey: Survey) -> None:
        rows = Question.objects.filter(questionnaire=survey.questionnaire_id)
        language = survey.municipality.default_language
        for name, kind in (
            ("group_question", Question.Kind.CHOICE),
            ("persons_question", Question.Kind.NUMBER),
        ):
            field: Any = self.fields[name]
            field.queryset = rows.filter(kind=kind).asked()
            field.label_from_instance = lambda row: said_in(row.texts, language)

    @property
    def data_of_survey(self) -> SurveyData:
        plain = ("name", "audience", "least_cell", "is_archived")
        questions = ("group_question", "persons_question")
        found: Any = {
            name: self.cleaned_data[name]
            for name in (*plain, *questions)
            if name in self.fields
        }
        found["titles"] = self._said("title")
        found["introductions"] = self._said("introduction")
        said: SurveyData = found
        return said

    def _said(self, what: str) -> dict[str, str]:
        found = {tag: self.cleaned_data[f"{what}_{tag}"] for tag in self.languages}
        return {tag: text for tag, text in found.items() if text}

    @staticmethod
    def said_by(survey: Survey, languages: list[str]) -> dict[str, Any]:
        """Return what the form of a survey starts with."""
        found = {
            name: getattr(survey, name)
            for name in ("name", "audience", "least_cell", "is_archived")
        }
        found["group_question"] = survey.group_question_id
        found["persons_question"] = survey.persons_question_id
        for tag in languages:
            found[f"title_{tag}"] = survey.titles.get(tag, "")
            found[f"introduction_{tag}"] = survey.introductions.get(tag, "")
        return found


class PeriodForm(Form):
    """With whom there was contact when; contacts of the last half year at first."""

    first = forms.DateField(label=_("Contact from"), widget=DateInput)
    last = forms.DateField(label=_("Contact until"), widget=DateInput)
    has_email = forms.BooleanField(
        label=_("Only people with an e-mail address"), required=False
    )
    group = forms.ChoiceField(label=_("Counted in the group"), required=False)

    def __init__(
        self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["group"]
        field.choices = [("", _("no group")), *groups]
        if not groups:
            del self.fields["group"]

    @property
    def group_key(self) -> str:
        return str(self.cleaned_data.get("group", ""))


class WaveForm(Form):
    """When a survey is asked, by which ways, and how many were asked by hand."""

    name = forms.CharField(
        label=_("Name of the round"), max_length=80, help_text=_("For example: 2027.")
    )
    opens_on = forms.DateField(label=_("Open from"), widget=DateInput)
    closes_on = forms.DateField(label=_("Open until"), widget=DateInput)
    takes_open_link = forms.BooleanField(
        label=_("Answers come by one link for everybody, too"),
        required=False,
        initial=True,
    )
    remark = forms.CharField(
        label=_("How it was asked"),
        max_length=1_000,
        required=False,
        widget=TextArea(rows=3),
        help_text=_(
            "Stands with the results, for example: after the consultation, by"
            " interpreters."
        ),
    )

    def __init__(
        self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._groups = groups or [("", "")]
        for key, label in self._groups:
            self.fields[f"invited_{key}"] = forms.IntegerField(
                label=_("How many were asked: %(group)s") % {"group": label}
                if label
                else _("How many were asked"),
                min_value=0,
                max_value=MOST,
                required=False,
                help_text=_("Those invited from here are counted already."),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("opens_on"), cleaned.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("This day lies before the first one."))
        return cleaned

    @property
    def data_of_wave(self) -> WaveData:
        cleaned = self.cleaned_data
        names = ("name", "opens_on", "closes_on", "takes_open_link", "remark")
        found: Any = {name: cleaned[name] for name in names}
        invited = {key: cleaned[f"invited_{key}"] for key, _label in self._groups}
        found["invited"] = {k: n for k, n in invited.items() if n is not None}
        said: WaveData = found
        return said

    @staticmethod
    def said_by(wave: Wave) -> dict[str, Any]:
        """Return what the form of a round starts with."""
        names = ("name", "opens_on", "closes_on", "takes_open_link", "remark")
        found = {name: getattr(wave, name) for name in names}
        return found | {f"invited_{k}": n for k, n in wave.invited.items()}
