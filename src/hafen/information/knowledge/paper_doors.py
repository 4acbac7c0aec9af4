"""Where other rooms and pages find letters, leaflets and text blocks."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.db import navigation
from hafen.core.translation.contents import Content, contents
from hafen.information.knowledge import paper_documents, queries, services
from hafen.information.knowledge.doors import FEATURE
from hafen.information.knowledge.models import Paper, TextBlock
from hafen.information.knowledge.rules import VIEW_PAPERS, WRITE_PAPERS
from hafen.mechanisms.search import registries as search
from hafen.mechanisms.todos.registries import Kind, Lead, kinds, leads


def register() -> None:
    for label, url_name, needed, order in (
        (_("Letters and leaflets"), "knowledge:papers", VIEW_PAPERS, 6),
        (_("Text blocks"), "knowledge:blocks", WRITE_PAPERS, 7),
    ):
        navigation.staff.register(
            navigation.StaffEntry(
                label=label,
                url_name=url_name,
                group=navigation.INFORMATION,
                permission=needed,
                order=order,
                icon="file",
                feature=FEATURE,
            )
        )
    kinds.register(
        Kind(
            name=services.PAPER,
            label=_("Letter or leaflet to release"),
            titles=(services.PAPER_TITLE,),
            addresses=_addresses,
        )
    )
    leads.register(
        Lead(
            "knowledge.outdated",
            _("Outdated letters, leaflets and text blocks"),
            _outdated,
            icon="file",
        )
    )
    search.sources.register(
        search.Source(
            services.LEAFLET, _("Leaflet"), paper_documents.drafts, feature=FEATURE
        )
    )
    contents.register(
        Content("knowledge.block", _("Text blocks"), TextBlock, _blocks, _block)
    )
    contents.register(
        Content(
            "knowledge.paper",
            _("Titles of letters and leaflets"),
            Paper,
            _papers,
            _paper,
        )
    )


def _blocks(municipality: UUID) -> QuerySet[Any]:
    rows = TextBlock.objects.present().filter(municipality=municipality)
    return rows.select_related("municipality").order_by("key", "pk")


def _papers(municipality: UUID) -> QuerySet[Any]:
    rows = Paper.objects.present().filter(municipality=municipality)
    return rows.select_related("municipality").order_by("sort_key", "pk")


def _block(row: Any, into: str) -> str:
    where = [row.municipality.slug, row.pk, into]
    return reverse("knowledge:translate_block", args=where)


def _paper(row: Any, into: str) -> str:
    where = [row.municipality.slug, row.pk, into]
    return reverse("knowledge:translate_paper", args=where)


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    slug = user.municipality.slug
    rows = queries.papers_visible_to(user).filter(pk__in=subjects)
    return {
        key: reverse("knowledge:paper", args=[slug, key])
        for key in rows.values_list("pk", flat=True)
    }


def _outdated(user: User, today: date) -> tuple[int, str]:
    del today
    address = reverse("knowledge:papers", args=[user.municipality.slug])
    count = queries.outdated_work(user) if WRITE_PAPERS.held_by(user) else 0
    return count, f"{address}?outdated=on"
