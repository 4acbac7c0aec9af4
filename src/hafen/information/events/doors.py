"""Where other rooms and pages find the events."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.db import navigation
from hafen.core.places import changes, parts
from hafen.core.places.features import Feature, features
from hafen.core.translation.contents import Content, contents
from hafen.information.events import documents, queries
from hafen.information.events.models import Event, EventQuerySet, ParticipantNeed
from hafen.information.events.of_organisations import coming_events
from hafen.information.events.rules import VIEW_EVENT
from hafen.information.events.services._needs import KIND as NEED
from hafen.information.events.services._needs import follow_registration
from hafen.information.events.services._registration import OWNER
from hafen.information.events.services._review import KIND as REVIEW
from hafen.information.events.services._telling import follow_organisation
from hafen.information.events.sites import PART
from hafen.mechanisms.bookings import registries as bookings
from hafen.mechanisms.bookings.models import Bookable
from hafen.mechanisms.questions import queries as questions
from hafen.mechanisms.questions.models import Questionnaire
from hafen.mechanisms.questions.registries import Asker, askers
from hafen.mechanisms.search import registries as search
from hafen.mechanisms.todos.registries import Kind, Lead, Waiting, kinds, leads
from hafen.network.organisations import registries as organisations

FEATURE = "events"


def register() -> None:
    features.register(Feature(FEATURE, _("Calendar of events")))
    changes.sources.register(changes.Source("events", queries.next_change))
    parts.parts.register(PART)
    search.sources.register(search.Source("event", _("Event"), documents.drafts))
    organisations.public_sources.register(
        organisations.PublicSource("events", _("Events"), coming_events)
    )
    organisations.followers.register(
        organisations.Follower("events", follow_organisation)
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Events"),
            url_name="events:listing",
            group=navigation.INFORMATION,
            permission=VIEW_EVENT,
            order=20,
            icon="calendar",
            feature=FEATURE,
        )
    )
    navigation.public.register(
        navigation.PublicEntry(
            _("Events"),
            "events_public:events",
            order=25,
            icon="calendar",
            feature=FEATURE,
        )
    )
    kinds.register(
        Kind(
            name=REVIEW,
            label=_("Review of an event"),
            icon="calendar",
            titles=(gettext_noop("Look at the event “%(name)s” and publish it"),),
            addresses=_addresses,
        )
    )
    kinds.register(
        Kind(
            name=NEED,
            label=_("Need of a participant"),
            icon="accessible",
            titles=(
                gettext_noop("Arrange childcare at “%(name)s”"),
                gettext_noop("Arrange an interpreter at “%(name)s”"),
                gettext_noop("Make sure of step-free access at “%(name)s”"),
            ),
            addresses=_need_addresses,
        )
    )
    bookings.followers.register(bookings.Follower("events", follow_registration))
    leads.register(
        Lead("events.submitted", _("Events to be checked"), _submitted, icon="calendar")
    )
    contents.register(
        Content(
            key="events.event",
            title=_("Events"),
            model=Event,
            rows=_worth_translating,
            address=_address,
        )
    )
    bookings.owners.register(
        bookings.Owner(
            name=OWNER,
            label=_("Event"),
            subjects=_editable,
            address=_desk_address,
            public_address=_public_address,
            details=_details,
        )
    )
    askers.register(Asker("events.event", _questionnaires, _asked_at))


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    slug = user.municipality.slug
    rows = queries.events_visible_to(user).filter(pk__in=subjects)
    return {
        pk: reverse("events:detail", args=[slug, pk])
        for pk in rows.values_list("pk", flat=True)
    }


def _submitted(user: User, today: date) -> tuple[Waiting, str]:
    del today
    rows = queries.events_editable_by(user).filter(state=Event.State.SUBMITTED)
    address = reverse("events:listing", args=[user.municipality.slug])
    return rows, f"{address}?state=SUBMITTED"


def _worth_translating(municipality: UUID) -> EventQuerySet:
    return Event.objects.filter(
        municipality=municipality, state=Event.State.PUBLISHED
    ).order_by("first_day", "pk")


def _address(row: Any, language: str) -> str:
    return reverse("events:translate", args=[row.municipality.slug, row.pk, language])


def _editable(user: User) -> QuerySet[Event, Any]:
    return queries.events_editable_by(user).values("pk")


def _desk_address(bookable: Bookable) -> str:
    slug = bookable.municipality.slug
    return reverse("events:detail", args=[slug, bookable.subject_id])


def _public_address(bookable: Bookable, language: str) -> str:
    slug = bookable.municipality.slug
    event = Event.objects.filter(pk=bookable.subject_id).first()
    if event is None or not event.is_public:
        return f"/{slug}/{language}/"
    return reverse("events_public:event", args=[slug, language, event.address])


def _details(
    registrations: Collection[UUID], language: str
) -> dict[UUID, list[tuple[str, str]]]:
    """Return what was answered and what is needed, by registration."""
    found = questions.answers_about(registrations, language)
    needs = ParticipantNeed.objects.filter(registration__in=registrations)
    for need in needs.order_by("kind"):
        words = (str(need.get_kind_display()), need.detail)
        said = ", ".join(word for word in words if word)
        found.setdefault(need.registration_id, []).append((str(_("Needs")), said))
    return found


def _need_addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    slug = user.municipality.slug
    visible = queries.events_visible_to(user)
    rows = ParticipantNeed.objects.filter(pk__in=subjects, event__in=visible)
    return {
        pk: reverse("events:detail", args=[slug, event])
        for pk, event in rows.values_list("pk", "event_id")
    }


def _questionnaires(user: User) -> QuerySet[Event, Any]:
    rows = queries.events_editable_by(user).filter(questionnaire__isnull=False)
    return rows.values("questionnaire")


def _asked_at(form: Questionnaire) -> str:
    event = Event.objects.filter(questionnaire=form).first()
    if event is None:
        return ""
    return reverse("events:registration", args=[event.municipality.slug, event.pk])
