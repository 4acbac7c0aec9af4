"""Where other rooms and pages find this one."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from hafen.core.db import navigation
from hafen.core.files.doors import Door
from hafen.core.files.doors import doors as files
from hafen.core.files.models import StoredFile
from hafen.core.mail.models import Notice
from hafen.core.places.features import is_on
from hafen.core.translation.contents import Content, contents
from hafen.mechanisms.imports import registry as importers
from hafen.mechanisms.imports.models import ImportedRow
from hafen.mechanisms.search import registries as search
from hafen.mechanisms.search.services import index_soon
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.registries import Kind, Lead, kinds, leads
from hafen.network.organisations import (
    belongings,
    documents,
    doing,
    queries,
    services,
)
from hafen.network.organisations import features as room_features
from hafen.network.organisations.importers import ORGANISATIONS
from hafen.network.organisations.models import (
    Network,
    NetworkQuerySet,
    Organisation,
    OrganisationQuerySet,
)
from hafen.network.organisations.registries import (
    Follower,
    Pointer,
    followers,
    pointers,
)
from hafen.network.organisations.rules import (
    EDIT_COOPERATION,
    VIEW_COOPERATION,
    VIEW_ORGANISATION,
)


def register() -> None:
    room_features.register()
    belongings.register()
    doing.register()
    navigation.public.register(
        navigation.PublicEntry(
            _("Organisations"),
            "organisations_public:public_listing",
            order=29,
            icon="organisation",
            feature=room_features.ACTORS,
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Organisations"),
            url_name="organisations:listing",
            group=navigation.NETWORK,
            permission=VIEW_ORGANISATION,
            order=10,
            icon="organisation",
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Agreements"),
            url_name="organisations:agreements",
            group=navigation.NETWORK,
            permission=VIEW_COOPERATION,
            order=30,
            icon="file",
            feature=room_features.COOPERATION,
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Map of the network"),
            url_name="organisations:map",
            group=navigation.NETWORK,
            permission=VIEW_ORGANISATION,
            order=20,
            icon="map",
            feature=room_features.COOPERATION,
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Networks and bodies"),
            url_name="organisations:networks",
            group=navigation.NETWORK,
            permission=VIEW_COOPERATION,
            order=15,
            icon="users",
            feature=room_features.COOPERATION,
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Presentations and participations"),
            url_name="organisations:appearances",
            group=navigation.NETWORK,
            permission=VIEW_COOPERATION,
            order=40,
            icon="message",
            feature=room_features.COOPERATION,
        )
    )
    files.register(Door(services.FILE_KIND, _opens))
    files.register(Door(services.MATERIAL_KIND, _opens_material))
    kinds.register(
        Kind(
            name=services.FOLLOW_UP,
            label=_("Presentation to follow up"),
            icon="message",
            titles=(gettext_noop("Follow up on “%(title)s”"),),
            addresses=_appearances,
        )
    )
    contents.register(
        Content(
            key="organisations.network",
            title=_("Networks and bodies"),
            model=Network,
            rows=_shown_networks,
            address=_network_address,
        )
    )
    kinds.register(
        Kind(
            name=services.ENDING,
            label=_("Agreement that ends"),
            icon="file",
            titles=(
                gettext_noop(
                    "The agreement “%(subject)s” ends; renew it or let it end"
                ),
            ),
            addresses=_agreements,
        )
    )
    kinds.register(
        Kind(
            name=services.OWED,
            label=_("Deliverable of an agreement"),
            icon="file",
            titles=(
                gettext_noop("“%(title)s” is owed under the agreement “%(subject)s”"),
            ),
            addresses=_owed,
        )
    )
    leads.register(
        Lead(
            "organisations.quiet",
            _("Networks without contact for long"),
            find=_quiet,
            icon="users",
        )
    )
    pointers.register(Pointer("imports", ImportedRow, "object_id"))
    pointers.register(Pointer("imports.persons", ImportedRow, "object_id", "person"))
    pointers.register(Pointer("todos", Todo, "subject_id"))
    pointers.register(Pointer("notices", Notice, "person", "person"))
    importers.importers.register(ORGANISATIONS)
    search.sources.register(
        search.Source(
            documents.KIND,
            _("Organisation"),
            documents.drafts,
            feature=room_features.ACTORS,
        )
    )
    followers.register(Follower("organisations.search", _index))
    contents.register(
        Content(
            key="organisations.organisation",
            title=_("Organisations"),
            model=Organisation,
            rows=_described,
            address=_address,
        )
    )


def _index(organisation: Organisation) -> None:
    """Let the public search know what an organisation says of itself."""
    index_soon(
        municipality=organisation.municipality,
        kind=documents.KIND,
        ids=[organisation.pk],
    )


def _quiet(user: Any, today: date) -> tuple[int, str]:
    """Count the networks that nobody of the unit has attended for long."""
    where = reverse("organisations:attendance", args=[user.municipality.slug])
    in_use = is_on(user.municipality, room_features.COOPERATION)
    if not (in_use and EDIT_COOPERATION.held_by(user)):
        return 0, where
    lines = queries.attendance(user, first=today, last=today, today=today)
    return len(queries.quiet(lines)), f"{where}?quiet=on"


def _opens(user: Any, file: StoredFile) -> bool:
    rows = queries.agreements_visible_to(user)
    return rows.filter(file=file.pk).exists()


def _opens_material(user: Any, file: StoredFile) -> bool:
    rows = queries.appearances_visible_to(user)
    return rows.filter(materials__file=file.pk).exists()


def _appearances(subjects: Collection[UUID], user: Any) -> dict[UUID, str]:
    rows = queries.appearances_visible_to(user).filter(pk__in=subjects)
    slug = user.municipality.slug
    return {
        pk: reverse("organisations:appearance", args=[slug, pk])
        for pk in rows.values_list("pk", flat=True)
    }


def _shown_networks(municipality: UUID) -> NetworkQuerySet:
    return Network.objects.filter(municipality=municipality).public().sorted()


def _network_address(row: Network, language: str) -> str:
    return reverse(
        "organisations:translate_network",
        args=[row.municipality.slug, row.pk, language],
    )


def _agreements(subjects: Collection[UUID], user: Any) -> dict[UUID, str]:
    rows = queries.agreements_visible_to(user).filter(pk__in=subjects)
    slug = user.municipality.slug
    return {
        pk: reverse("organisations:agreement", args=[slug, pk])
        for pk in rows.values_list("pk", flat=True)
    }


def _owed(subjects: Collection[UUID], user: Any) -> dict[UUID, str]:
    slug = user.municipality.slug
    rows = queries.agreements_visible_to(user).filter(deliverables__in=subjects)
    return {
        key: reverse("organisations:agreement", args=[slug, pk])
        for key, pk in rows.values_list("deliverables", "pk")
    }


def _described(municipality: UUID) -> OrganisationQuerySet:
    return (
        Organisation.objects.filter(municipality=municipality)
        .published()
        .exclude(description="")
        .sorted()
    )


def _address(row: Organisation, language: str) -> str:
    return reverse(
        "organisations:translate", args=[row.municipality.slug, row.pk, language]
    )
