"""Who sees which surveys, and what visitors reach by an address."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.mechanisms.questions.models import said_in
from hafen.voice.surveys.models import Invitation, Response, Survey, Wave, WaveQuerySet
from hafen.voice.surveys.rules import INTERVIEW, MANAGE_SURVEY, VIEW_RESULTS


def surveys_visible_to(user: User) -> QuerySet[Survey]:
    """Return the surveys with `rounds`, `answered` and `last_day`, newest first."""
    if not VIEW_RESULTS.held_by(user):
        return Survey.objects.none()
    return (
        Survey.objects.filter(municipality=user.municipality_id)
        .annotate(
            rounds=Count("waves", distinct=True),
            answered=Count("waves__responses", distinct=True),
            last_day=Max("waves__closes_on"),
        )
        .order_by("is_archived", "-id")
    )


def waves_visible_to(user: User) -> WaveQuerySet:
    if not VIEW_RESULTS.held_by(user):
        return Wave.objects.none()
    return _with_survey(Wave.objects.filter(municipality=user.municipality_id))


def waves_told(user: User, today: date) -> WaveQuerySet:
    """
    Return the rounds whose results somebody may see: those that are over.

    While people answer, whoever looks before and after somebody has answered would
    see from the difference what was said, however large the counts are.
    """
    return waves_visible_to(user).over_on(today)


def waves_of(survey: Survey) -> WaveQuerySet:
    """Return the rounds of a survey with `answered`, the newest first."""
    return survey.waves.annotate(answered=Count("responses")).order_by("-number")


def waves_to_ask(user: User, today: date) -> WaveQuerySet:
    """Return the rounds that somebody may ask people for, face to face."""
    if not INTERVIEW.held_by(user):
        return Wave.objects.none()
    rows = Wave.objects.filter(
        municipality=user.municipality_id, survey__is_archived=False
    )
    return _with_survey(rows.open_on(today)).order_by("closes_on", "id")


def wave_at(municipality: Municipality, short_id: str) -> Wave | None:
    """Return the round at a public address; whether it is open is asked later."""
    rows = Wave.objects.filter(
        municipality=municipality, short_id=short_id, survey__is_archived=False
    )
    return _with_survey(rows).first()


def _with_survey(rows: WaveQuerySet) -> WaveQuerySet:
    return rows.select_related(
        "survey__municipality",
        "survey__group_question",
        "survey__persons_question",
        "municipality",
        "assessment",
    )


def invitation_of(wave: Wave, who: UUID) -> Invitation | None:
    return wave.invitations.select_related("wave__survey").filter(pk=who).first()


def is_begun(survey: Survey, today: date) -> bool:
    """Return whether somebody may have answered: its questions stay as they are."""
    return survey.waves.filter(_begun(today)).exists()


def _begun(today: date) -> Q:
    answered = Response.objects.filter(wave=OuterRef("pk"))
    return Q(opens_on__lte=today) | Q(Exists(answered))


def questionnaires_editable_by(user: Any, today: date) -> QuerySet[Any, Any]:
    """Return the keys of the questionnaires that nobody was asked yet."""
    rows = Survey.objects.filter(municipality=user.municipality_id)
    if not MANAGE_SURVEY.held_by(user):
        rows = rows.none()
    begun = Wave.objects.filter(_begun(today), survey=OuterRef("pk"))
    return rows.filter(~Exists(begun)).values_list("questionnaire_id", flat=True)


def groups_of(survey: Survey, language: str) -> list[tuple[str, str]]:
    """Return the key and the name of each group that is told apart."""
    question = survey.group_question
    if question is None:
        return []
    return [
        (each["key"], said_in(each["texts"], language)) for each in question.options
    ]
