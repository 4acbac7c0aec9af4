"""Where other rooms and pages find this one."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.mechanisms.imports.registry import importers
from hafen.mechanisms.questions.models import Questionnaire
from hafen.mechanisms.questions.registries import Asker, askers
from hafen.mechanisms.todos.registries import Kind, kinds
from hafen.voice.surveys import queries, services
from hafen.voice.surveys.importers import SURVEYS
from hafen.voice.surveys.models import Survey
from hafen.voice.surveys.rules import ASSESS, CONFER, INTERVIEW, VIEW_RESULTS

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
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Joint assessments"),
            url_name="surveys:assessments",
            group=navigation.EVIDENCE,
            permission=ASSESS,
            order=22,
            icon="users",
            feature=FEATURE,
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Feedback conferences"),
            url_name="surveys:conferences",
            group=navigation.EVIDENCE,
            permission=CONFER,
            order=24,
            icon="message",
            feature=FEATURE,
        )
    )
    kinds.register(
        Kind(
            name=services.FOLLOW_UP,
            label=_("Topic of a feedback conference"),
            icon="message",
            titles=(gettext_noop("Feedback conference: “%(topic)s”"),),
            addresses=_topics,
        )
    )
    importers.register(SURVEYS)
    askers.register(Asker("surveys.survey", _questionnaires, _asked_at))


def _questionnaires(user: Any) -> QuerySet[Any, Any]:
    return queries.questionnaires_editable_by(user, timezone.localdate())


def _topics(subjects: Collection[UUID], user: Any) -> dict[UUID, str]:
    rows = queries.topics_visible_to(user).filter(pk__in=subjects)
    slug = user.municipality.slug
    found = rows.values_list("pk", flat=True)
    return {pk: reverse("surveys:topic", args=[slug, pk]) for pk in found}


def _asked_at(questionnaire: Questionnaire) -> str:
    survey = Survey.objects.filter(questionnaire=questionnaire).first()
    if survey is None:
        return ""
    slug = questionnaire.municipality.slug
    return reverse("surveys:detail", args=[slug, survey.pk])
