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
from hafen.exchange.mentoring import queries, services
from hafen.exchange.mentoring.gates import GUIDES
from hafen.exchange.mentoring.models import CheckIn, HandOver, Programme, Sponsorship
from hafen.exchange.mentoring.rules import ANSWER_WISH, RUN_MENTORING, VIEW_MENTORING
from hafen.exchange.pool.queries import offers_visible_to
from hafen.exchange.pool.registries import Follower, followers, gates
from hafen.mechanisms.questions.models import Questionnaire
from hafen.mechanisms.questions.registries import Asker, askers
from hafen.mechanisms.todos.registries import Kind, kinds

FEATURE = "mentoring"


def register() -> None:
    features.register(Feature(FEATURE, _("Sponsorships and tandems")))
    followers.register(Follower("mentoring", services.follow_match))
    gates.register(GUIDES)
    askers.register(Asker("mentoring.programme", _questionnaires, _asked_at))
    navigation.taking_part.register(
        navigation.PublicEntry(
            _("Sponsorships and tandems"),
            "mentoring_public:programmes",
            order=30,
            icon="users",
            feature=FEATURE,
            text=_("Accompany somebody, or find somebody who accompanies you."),
        )
    )
    for label, name, right, order in (
        (_("Sponsorships"), "mentoring:listing", VIEW_MENTORING, 14),
        (_("Wishes for a sponsor"), "mentoring:wishes", ANSWER_WISH, 15),
    ):
        navigation.staff.register(
            navigation.StaffEntry(
                label=label,
                url_name=name,
                group=navigation.EXCHANGE,
                permission=right,
                order=order,
                icon="users",
                feature=FEATURE,
            )
        )
    for name, label in (
        (services.AGREE, _("Agreement of a sponsorship")),
        (services.CHECK, _("How is it going?")),
        (services.TALK, _("Talk with a sponsorship")),
        (services.WAITS, _("Association without an answer")),
        (services.ANSWERED, _("Answer of an association")),
        (services.APPLIED, _("New sponsor")),
    ):
        kinds.register(
            Kind(
                name,
                label,
                icon="users",
                titles=(services.TITLES[name],),
                addresses=_addresses,
            )
        )
    _register_belongings()


def _register_belongings() -> None:
    for name, label, rows in (
        ("mentoring.sponsorship", _("Sponsorships that somebody looks after"), _living),
        ("mentoring.hand_over", _("Wishes that lie with an association"), _handed),
        ("mentoring.programme", _("Programmes of sponsorships"), _programmes),
    ):
        ownables.register(Ownable(name, label, rows, needs=RUN_MENTORING))


def _living(municipality: UUID) -> QuerySet[Any]:
    return Sponsorship.objects.filter(
        municipality=municipality, match__closed_at__isnull=True
    )


def _handed(municipality: UUID) -> QuerySet[Any]:
    return HandOver.objects.filter(
        municipality=municipality, state=HandOver.State.HANDED
    )


def _programmes(municipality: UUID) -> QuerySet[Any]:
    return Programme.objects.filter(municipality=municipality)


def _questionnaires(user: User) -> QuerySet[Any, Any]:
    rows = queries.programmes_visible_to(user).order_by()
    if not RUN_MENTORING.held_by(user):
        rows = rows.none()
    given = rows.filter(helper_questions__isnull=False).values("helper_questions")
    sought = rows.filter(seeker_questions__isnull=False).values("seeker_questions")
    return given.union(sought)


def _asked_at(form: Questionnaire) -> str:
    for field in ("helper_questions", "seeker_questions"):
        row = Programme.objects.filter(**{field: form}).first()
        if row is not None:
            slug = row.municipality.slug
            return reverse("mentoring:edit_programme", args=[slug, row.pk])
    return ""


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    """Return where what a todo is about is dealt with, whatever of ours it is."""
    slug = user.municipality.slug
    visible = queries.sponsorships_visible_to(user)
    found = {}
    for key in visible.filter(pk__in=subjects).values_list("pk", flat=True):
        found[key] = reverse("mentoring:detail", args=[slug, key])
    checks = CheckIn.objects.filter(pk__in=subjects, sponsorship__in=visible)
    for key, row in checks.values_list("pk", "sponsorship"):
        found[key] = reverse("mentoring:detail", args=[slug, row])
    wishes = queries.hand_overs_visible_to(user).filter(pk__in=subjects)
    for key in wishes.values_list("pk", flat=True):
        found[key] = reverse("mentoring:wish", args=[slug, key])
    offers = offers_visible_to(user).filter(pk__in=subjects)
    for key in offers.values_list("pk", flat=True):
        found[key] = reverse("pool:offer", args=[slug, key])
    return found
