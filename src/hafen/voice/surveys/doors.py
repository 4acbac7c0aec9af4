"""Where other rooms and pages find this one."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.mechanisms.imports.registry import importers
from hafen.mechanisms.questions.models import Questionnaire
from hafen.mechanisms.questions.registries import Asker, askers
from hafen.voice.surveys import queries
from hafen.voice.surveys.importers import SURVEYS
from hafen.voice.surveys.models import Survey
from hafen.voice.surveys.rules import INTERVIEW, VIEW_RESULTS

FEATURE = "surveys"


def register() -> None:
    features.register(Feature(FEATURE, _("Ask people in surveys")))
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Surveys"),
            url_name="surveys:listing",
            group=navigation.EVIDENCE,
            permission=VIEW_RESULTS,
            order=20,
            icon="chart",
            feature=FEATURE,
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Interviews"),
            url_name="surveys:interviews",
            group=navigation.WORK,
            permission=INTERVIEW,
            order=60,
            icon="message",
            feature=FEATURE,
        )
    )
    importers.register(SURVEYS)
    askers.register(Asker("surveys.survey", _questionnaires, _asked_at))


def _questionnaires(user: Any) -> QuerySet[Any, Any]:
    return queries.questionnaires_editable_by(user, timezone.localdate())


def _asked_at(questionnaire: Questionnaire) -> str:
    survey = Survey.objects.filter(questionnaire=questionnaire).first()
    if survey is None:
        return ""
    slug = questionnaire.municipality.slug
    return reverse("surveys:detail", args=[slug, survey.pk])
