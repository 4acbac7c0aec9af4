"""Programmes, and people who apply for one: on their page or at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.core.places.services import content_changed
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.mentoring.errors import NameTaken, NotTaking
from hafen.exchange.mentoring.models import Programme, Side
from hafen.exchange.mentoring.outline import PROGRAMME
from hafen.exchange.mentoring.services import _owners as owners
from hafen.exchange.mentoring.services._guides import recruit_guide
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import ALL_WEEK, Kind, Offer, Posting, Reachable
from hafen.information.knowledge import services as knowledge
from hafen.information.knowledge.models import Document
from hafen.mechanisms.questions.models import Questionnaire
from hafen.mechanisms.questions.services import create_questionnaire, keep_answers

_DAYS_TO_TALK = 7


@transaction.atomic
def save_programme(
    *,
    municipality: Municipality,
    programme: Programme | None,
    data: Mapping[str, Any],
    expected: int | None,
    by: User,
) -> Programme:
    """
    Write a programme, new or as its next version.

    :raises NameTaken: when another one has the name
    :raises LostUpdate: when somebody else changed it meanwhile
    """
    if programme is None:
        row = Programme(municipality=municipality)
    else:
        row = locked(programme, expected=expected)
    for name, value in data.items():
        setattr(row, name, value)
    row.name = row.title_in(municipality.default_language)
    row.sort_key = sort_key(row.name)
    try:
        with transaction.atomic():
            save_next(row) if programme is not None else row.save()
    except IntegrityError as refused:
        if "one_programme_per_name" in str(refused):
            raise NameTaken from refused
        raise
    content_changed(municipality.pk)
    audit.record(action="mentoring.programme.saved", subject=row, by=by)
    return row


@transaction.atomic
def questions_of(*, programme: Programme, side: str, by: User) -> Questionnaire:
    """Return what those of one side are asked; an empty form at first."""
    row = locked(programme, expected=None)
    name = "helper_questions" if side == Side.HELPER else "seeker_questions"
    found: Questionnaire | None = getattr(row, name)
    if found is None:
        found = create_questionnaire(
            municipality=row.municipality, name=row.name[:160], by=by
        )
        setattr(row, name, found)
        save_next(row)
    return found


@transaction.atomic
def begin_concept(*, programme: Programme, by: User) -> Document:
    """Return the concept of a programme; the first time it is put into the register."""
    row = locked(programme, expected=None)
    if row.concept is not None and row.concept.archived_at is None:
        return row.concept
    town = row.municipality
    with words_in(town.default_language):
        title = _("Concept: %(name)s") % {"name": row.name}
    draft = knowledge.begin_writing(
        municipality=town,
        values={"title": title, "language": town.default_language},
        outline=PROGRAMME,
        by=by,
    )
    row.concept = draft.document
    save_next(row)
    return draft.document


@dataclass(frozen=True)
class Application:
    """Somebody who would like to have a sponsor, or to be one."""

    side: str
    person: Mapping[str, Any]
    languages: Mapping[str, int]
    district: Any = None
    text: str = ""
    answers: Mapping[UUID, Any] = field(default_factory=dict)


@transaction.atomic
def apply_for(
    *, programme: Programme, application: Application, now: datetime
) -> Posting:
    """
    Make an offer or a request of an application; the owner has it on Today.

    :raises NotTaking: when the programme takes nobody in now
    """
    row = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if not row.is_open:
        raise NotTaking
    is_helper = application.side == Side.HELPER
    town = row.municipality
    data = {
        "kind": Kind.SPONSORSHIP,
        "title": row.name[:120],
        "text": application.text,
        "language": application.person["language"],
        "languages": dict(application.languages),
        "district": application.district,
        # When both have time is a matter of the first talk.
        "slots": ALL_WEEK if is_helper else 0,
        "owner": row.owner,
    }
    enter = pool.enter_offer if is_helper else pool.enter_need
    made: Posting = enter(
        municipality=town,
        person=pool.Person(application.person),
        data=data if is_helper else data | {"min_slots": 0},
        by=None,
        now=now,
    )
    if row.is_for_guides and isinstance(made, Offer):
        recruit_guide(programme=row, offer=made, by=None, now=now)
    questionnaire = row.helper_questions if is_helper else row.seeker_questions
    if questionnaire is not None and application.answers:
        keep_answers(
            questionnaire=questionnaire,
            answers=application.answers,
            about=made.pk,
            language=application.person["language"],
            forget_on=made.valid_until,
        )
    if is_helper:
        today = timezone.localdate(now)
        owners.remind(
            owners.APPLIED,
            municipality=town,
            owner=row.owner,
            subject=made.pk,
            due_on=today + timedelta(days=_DAYS_TO_TALK),
            today=today,
        )
    person: Reachable = getattr(made, "helper" if is_helper else "seeker")
    pool.tell_received(person, now=now)
    return made
