"""Where other rooms and pages find this one."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Ownable, ownables
from hafen.core.db import navigation
from hafen.core.files.doors import Door
from hafen.core.files.doors import doors as files
from hafen.core.files.models import StoredFile
from hafen.core.mail import incoming
from hafen.core.places import changes
from hafen.core.places.features import Feature, features, is_on
from hafen.exchange.board import documents, queries, services
from hafen.exchange.board.models import Post
from hafen.exchange.board.rules import MODERATE, POST_FOR_OTHERS, SET_UP_BOARD
from hafen.exchange.pool.registries import Origin, origins
from hafen.mechanisms.search import registries as search
from hafen.mechanisms.todos.registries import Kind, Lead, Waiting, kinds, leads
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.registries import (
    PublicLink,
    PublicSource,
    public_sources,
)

FEATURE = "board"
ORIGIN = "board.post"


def register() -> None:
    features.register(Feature(FEATURE, _("Notice board of offers and wishes")))
    navigation.taking_part.register(
        navigation.PublicEntry(
            _("Notice board"),
            "board_public:listing",
            order=20,
            icon="list",
            feature=FEATURE,
            text=_("Offer something, or look for it, in your own language."),
        )
    )
    for label, name, right, group, order, icon in (
        (
            _("Notice board"),
            "board:listing",
            POST_FOR_OTHERS,
            navigation.EXCHANGE,
            20,
            "list",
        ),
        (
            _("Notice board"),
            "board:settings",
            SET_UP_BOARD,
            navigation.SETTINGS,
            46,
            "settings",
        ),
    ):
        navigation.staff.register(
            navigation.StaffEntry(
                label=label,
                url_name=name,
                group=group,
                permission=right,
                order=order,
                icon=icon,
                feature=FEATURE,
            )
        )
    changes.sources.register(changes.Source("board", queries.next_change))
    search.sources.register(
        search.Source("board", _("Notice board"), documents.drafts, feature=FEATURE)
    )
    files.register(Door(services.FILE_KIND, _opens))
    origins.register(Origin(ORIGIN, services.prefill, services.note_posting))
    incoming.handlers.register(incoming.Handler("board", services.take_mail))
    public_sources.register(PublicSource("board", _("On the notice board"), _posts_of))
    ownables.register(
        Ownable(
            "board.post",
            _("Notices that the person has posted for others"),
            _owned,
            needs=POST_FOR_OTHERS,
        )
    )
    _register_todos()


def _register_todos() -> None:
    for name, label in (
        (services.CHECK, _("Notice to look at")),
        (services.REPORT, _("Notice that was reported")),
        (services.PASS_ON, _("Answer to pass on")),
    ):
        kinds.register(
            Kind(
                name,
                label,
                icon="list",
                titles=(services.TITLES[name],),
                addresses=_addresses,
            )
        )
    leads.register(Lead("board.look", _("Notices that wait for a look"), find=_waiting))
    leads.register(
        Lead("board.reports", _("Reported notices"), find=_reported, icon="flag")
    )


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    rows = queries.posts_visible_to(user).filter(pk__in=subjects)
    slug = user.municipality.slug
    found = rows.values_list("pk", flat=True)
    return {pk: reverse("board:post", args=[slug, pk]) for pk in found}


def _waiting(user: User, today: date) -> tuple[Waiting, str]:
    del today
    if not MODERATE.held_by(user) or not is_on(user.municipality, FEATURE):
        return 0, ""
    rows = queries.moderated_by(user).filter(queries.TO_LOOK_AT)
    return rows, reverse("board:listing", args=[user.municipality.slug])


def _reported(user: User, today: date) -> tuple[Waiting, str]:
    del today
    address = reverse("board:listing", args=[user.municipality.slug])
    return queries.open_reports(user), f"{address}?part=reported"


def _opens(user: Any, file: StoredFile) -> bool:
    return queries.posts_visible_to(user).filter(photos__file=file).exists()


def _posts_of(organisation: Organisation, language: str) -> list[PublicLink]:
    rows = queries.of_organisation(organisation)[:10]
    slug = organisation.municipality.slug
    return [
        PublicLink(
            title=row.title,
            language=row.language,
            address=reverse("board_public:detail", args=[slug, language, row.short_id]),
        )
        for row in rows
    ]


def _owned(municipality: UUID) -> Any:
    living = [Post.State.WAITING, Post.State.PUBLISHED]
    return Post.objects.filter(municipality=municipality, state__in=living)
