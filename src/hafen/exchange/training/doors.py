"""Where other rooms and pages find this one."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Ownable, ownables
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.exchange.training import queries, services
from hafen.exchange.training.models import Poll, Run
from hafen.exchange.training.rules import RUN_TRAINING, VIEW_TRAINING
from hafen.information.events.registries import Follower
from hafen.information.events.registries import followers as events
from hafen.mechanisms.bookings import registries as bookings
from hafen.mechanisms.bookings.models import Bookable
from hafen.mechanisms.questions.models import Questionnaire
from hafen.mechanisms.questions.registries import Asker, askers
from hafen.mechanisms.todos.registries import Kind, kinds

FEATURE = "training"


def register() -> None:
    features.register(Feature(FEATURE, _("Training")))
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Training"),
            url_name="training:programme",
            group=navigation.EXCHANGE,
            permission=VIEW_TRAINING,
            order=20,
            icon="calendar",
            feature=FEATURE,
        )
    )
    navigation.taking_part.register(
        navigation.PublicEntry(
            _("Training"),
            "training_public:trainings",
            order=40,
            icon="calendar",
            feature=FEATURE,
            text=_("Learn what you need to help others."),
        )
    )
    ownables.register(
        Ownable(
            "training.run",
            _("Trainings that somebody looks after"),
            _runs,
            needs=RUN_TRAINING,
        )
    )
    bookings.owners.register(
        bookings.Owner(
            name=services.OWNER,
            label=_("Training"),
            subjects=_editable,
            address=_desk_address,
            public_address=_public_address,
        )
    )
    kinds.register(
        Kind(
            services.LACKS,
            _("Training that lacks dates"),
            icon="calendar",
            titles=(services.LACKS_TITLE,),
            addresses=_addresses,
        )
    )
    events.register(Follower(FEATURE, services.follow_event))
    askers.register(Asker("training.poll", _questionnaires, _asked_at))


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    rows = queries.runs_visible_to(user).filter(pk__in=subjects)
    slug = user.municipality.slug
    return {row.pk: reverse("training:run", args=[slug, row.pk]) for row in rows}


def _runs(municipality: UUID) -> QuerySet[Any]:
    return Run.objects.filter(municipality=municipality)


def _editable(user: User) -> QuerySet[Any, Any]:
    if not RUN_TRAINING.held_by(user):
        return Run.objects.none().values("pk")
    return Run.objects.filter(municipality=user.municipality_id).values("pk")


def _desk_address(bookable: Bookable) -> str:
    slug = bookable.municipality.slug
    return reverse("training:run", args=[slug, bookable.subject_id])


def _public_address(bookable: Bookable, language: str) -> str:
    slug = bookable.municipality.slug
    return reverse("training_public:join", args=[slug, language, bookable.subject_id])


def _questionnaires(user: User) -> QuerySet[Any, Any]:
    if not RUN_TRAINING.held_by(user):
        return Poll.objects.none().values("questionnaire")
    rows = queries.polls_visible_to(user).order_by()
    return rows.values("questionnaire")


def _asked_at(form: Questionnaire) -> str:
    poll = Poll.objects.filter(questionnaire=form).first()
    if poll is None:
        return ""
    return reverse("training:poll", args=[poll.municipality.slug, poll.pk])
