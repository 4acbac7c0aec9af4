"""Where other rooms and pages find this one."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Ownable, ownables
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.exchange.allowances.registries import Room, rooms
from hafen.exchange.pool.queries import SEARCHED
from hafen.exchange.pool.registries import Follower, followers, gates
from hafen.exchange.volunteers import documents, keys, queries, services
from hafen.exchange.volunteers.gates import VOLUNTEERING
from hafen.exchange.volunteers.importers import VOLUNTEERS
from hafen.exchange.volunteers.models import (
    Concern,
    Task,
    Volunteer,
    VolunteerSettings,
)
from hafen.exchange.volunteers.rules import (
    EDIT_SETTINGS,
    EDIT_VOLUNTEER,
    OWN_PLACES,
    VIEW_CERTIFICATE,
    VIEW_VOLUNTEERS,
)
from hafen.mechanisms.bookings import registries as bookings
from hafen.mechanisms.bookings.models import Bookable
from hafen.mechanisms.imports.registry import importers
from hafen.mechanisms.questions.models import Questionnaire
from hafen.mechanisms.questions.registries import Asker, askers
from hafen.mechanisms.search import registries as search
from hafen.mechanisms.todos.registries import Kind, kinds

FEATURE = "volunteers"


def register() -> None:
    features.register(Feature(FEATURE, _("Look after volunteers")))
    for label, name, group, right, order in (
        (
            pgettext_lazy("volunteering", "Volunteers"),
            "volunteers:volunteers",
            navigation.EXCHANGE,
            VIEW_VOLUNTEERS,
            5,
        ),
        (
            _("Worries about children"),
            "volunteers:concerns",
            navigation.EXCHANGE,
            VIEW_CERTIFICATE,
            8,
        ),
        (
            _("Our volunteers"),
            "volunteers:our_volunteers",
            navigation.EXCHANGE,
            OWN_PLACES,
            7,
        ),
        (
            _("Volunteering"),
            "volunteers:settings",
            navigation.SETTINGS,
            EDIT_SETTINGS,
            44,
        ),
    ):
        navigation.staff.register(
            navigation.StaffEntry(
                label=label,
                url_name=name,
                group=group,
                permission=right,
                order=order,
                icon="users",
                feature=FEATURE,
            )
        )
    for label, name, order, text in (
        (
            _("Offer help"),
            "volunteers_public:offer",
            10,
            _("Give some of your time to people who have just arrived."),
        ),
        (
            _("Working groups"),
            "volunteers_public:directory",
            50,
            _("Find people who do something together near you."),
        ),
        (
            _("Ideas for living together"),
            "volunteers_public:ideas",
            60,
            _("Read what others propose, support it, or propose something."),
        ),
    ):
        navigation.taking_part.register(
            navigation.PublicEntry(
                label, name, order=order, icon="users", feature=FEATURE, text=text
            )
        )
    search.sources.register(
        search.Source(SEARCHED, _("Help is needed"), documents.drafts, feature=FEATURE)
    )
    gates.register(VOLUNTEERING)
    askers.register(Asker("volunteers.offer", _questionnaires, _asked_at))
    rooms.register(Room(FEATURE, keys.expenses_address, queries.done_by))
    followers.register(Follower(FEATURE, services.follow_match))
    importers.register(VOLUNTEERS)
    ownables.register(
        Ownable(
            "volunteers.volunteer",
            _("Volunteers who are looked after"),
            _volunteers,
            team="team",
            needs=EDIT_VOLUNTEER,
        )
    )
    ownables.register(
        Ownable(
            "volunteers.task",
            _("Tasks of volunteers"),
            _tasks,
            team="team",
            needs=EDIT_VOLUNTEER,
        )
    )
    ownables.register(
        Ownable(
            "volunteers.concern",
            _("Worries about children"),
            _concerns,
            needs=VIEW_CERTIFICATE,
        )
    )
    for name, label in (
        (services.NEXT, _("Next step of a volunteer")),
        (services.PROOF, _("Proof of a volunteer")),
        (services.UNANSWERED, _("Answer of a place")),
        (services.UNREACHED, _("Way to a volunteer")),
        (services.HOURS, _("Hours of a volunteer")),
    ):
        kinds.register(
            Kind(
                name,
                label,
                icon="users",
                titles=services.TITLES[name],
                addresses=_addresses,
            )
        )

    kinds.register(
        Kind(
            services.LATE,
            _("Cancelled shift"),
            icon="alert",
            titles=(services.LATE_TITLE,),
            addresses=_shift_addresses,
        )
    )
    kinds.register(
        Kind(
            services.CONCERN,
            _("Worry about a child"),
            icon="alert",
            titles=(services.CONCERN_TITLE,),
            addresses=_concern_addresses,
        )
    )
    kinds.register(
        Kind(
            services.IDEA,
            _("Idea of a citizen"),
            titles=(services.IDEA_TITLE,),
            addresses=_idea_addresses,
        )
    )
    bookings.owners.register(
        bookings.Owner(
            name=services.OWNER,
            label=_("Shift"),
            subjects=queries.managed_shifts,
            address=_desk_address,
            public_address=_public_address,
        )
    )
    bookings.followers.register(bookings.Follower(FEATURE, services.follow))
    kinds.register(
        Kind(
            services.PLACE,
            _("Deployment place"),
            icon="users",
            titles=(services.PLACE_TITLE,),
            addresses=_place_addresses,
        )
    )


def _shift_addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    slug = user.municipality.slug
    rows = queries.shifts_visible_to(user).filter(pk__in=subjects)
    return {
        key: reverse("volunteers:shift", args=[slug, key])
        for key in rows.values_list("pk", flat=True)
    }


def _concern_addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    where = reverse("volunteers:concerns", args=[user.municipality.slug])
    rows = queries.concerns_visible_to(user).filter(pk__in=subjects)
    return dict.fromkeys(rows.values_list("pk", flat=True), where)


def _idea_addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    where = reverse("volunteers:ideas", args=[user.municipality.slug])
    rows = queries.ideas_visible_to(user).filter(pk__in=subjects)
    return dict.fromkeys(rows.values_list("pk", flat=True), where)


def _desk_address(bookable: Bookable) -> str:
    return reverse(
        "volunteers:shift", args=[bookable.municipality.slug, bookable.subject_id]
    )


def _public_address(bookable: Bookable, language: str) -> str:
    return reverse(
        "volunteers_public:offer", args=[bookable.municipality.slug, language]
    )


def _place_addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    slug = user.municipality.slug
    rows = queries.places_visible_to(user).filter(pk__in=subjects)
    return {
        key: reverse("volunteers:place", args=[slug, key])
        for key in rows.values_list("pk", flat=True)
    }


def _tasks(municipality: UUID) -> QuerySet[Any]:
    return Task.objects.filter(municipality=municipality, is_open=True)


def _concerns(municipality: UUID) -> QuerySet[Any]:
    return Concern.objects.filter(municipality=municipality, done_at__isnull=True)


def _questionnaires(user: User) -> QuerySet[Any, Any]:
    if not EDIT_SETTINGS.held_by(user):
        return VolunteerSettings.objects.none().values("questionnaire")
    rows = VolunteerSettings.objects.filter(municipality=user.municipality_id)
    return rows.values("questionnaire")


def _asked_at(form: Questionnaire) -> str:
    row = VolunteerSettings.objects.filter(questionnaire=form).first()
    if row is None:
        return ""
    return reverse("volunteers:settings", args=[row.municipality.slug])


def _volunteers(municipality: UUID) -> QuerySet[Any]:
    return Volunteer.objects.here().filter(municipality=municipality)


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    slug = user.municipality.slug
    rows = queries.volunteers_visible_to(user).filter(pk__in=subjects)
    return {
        key: reverse("volunteers:volunteer", args=[slug, key])
        for key in rows.values_list("pk", flat=True)
    }
