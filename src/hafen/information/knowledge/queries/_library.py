"""Documents of the library: for everybody, and for staff."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.urls import reverse

from hafen.core.accounts.models import User
from hafen.core.db.names import short_id_in
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import direction
from hafen.information.knowledge.models import (
    Document,
    DocumentQuerySet,
    DocumentVersion,
)
from hafen.information.knowledge.rules import VIEW_PAGES


@dataclass(frozen=True)
class Paper:
    """A document with the version that holds today.

    :param held: None where no version holds
    """

    document: Document
    held: DocumentVersion | None

    @property
    def direction(self) -> str:
        return direction(self.document.language)


def documents_visible_to(user: User) -> DocumentQuerySet:
    """Return the library of one's municipality, internal documents included."""
    if not VIEW_PAGES.held_by(user):
        return Document.objects.none()
    return Document.objects.filter(municipality=user.municipality_id)


def public_documents(municipality: Municipality, today: date) -> DocumentQuerySet:
    rows = Document.objects.filter(municipality=municipality)
    return rows.public(today).order_by("-is_pinned", "title", "pk")


def searched(rows: DocumentQuerySet, words: str, category: str) -> DocumentQuerySet:
    """Keep the documents of a kind in which every word stands."""
    if category in Document.Category:
        rows = rows.filter(category=category)
    for word in words.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(description__icontains=word)
            | Q(issuer__icontains=word)
        )
    return rows


def papers(rows: Any, today: date) -> list[Paper]:
    """Return documents with what holds today; one query more."""
    held = Prefetch(
        "versions",
        DocumentVersion.objects.in_force(today).select_related("file"),
        to_attr="loaded_versions",
    )
    found = rows.select_related("event").prefetch_related(held)
    return [Paper(row, next(iter(row.loaded_versions), None)) for row in found]


def find_document(rows: DocumentQuerySet, address: str, today: date) -> Paper | None:
    """Return the document of an address, by its short id alone."""
    found = papers(rows.filter(short_id=short_id_in(address)), today)
    return found[0] if found else None


@dataclass(frozen=True)
class Citation:
    """A document as a page names it.

    :param path: where it opens, whichever version holds by then
    """

    title: str
    language: str
    label: str
    path: str


def citations(
    municipality: Municipality,
    keys: Collection[str],
    *,
    language: str,
    today: date,
    for_staff: bool,
) -> dict[str, Citation]:
    """Return what a page names, by key; internal documents on pages for staff."""
    if not keys:
        return {}
    rows = Document.objects.filter(
        municipality=municipality, pk__in=[UUID(key) for key in keys]
    ).kept()
    if not for_staff:
        rows = rows.public(today)
    return {
        f"document:{paper.document.pk}": Citation(
            title=paper.document.title,
            language=paper.document.language,
            label=paper.held.label if paper.held else "",
            path=_path(municipality, paper.document, language),
        )
        for paper in papers(rows, today)
    }


def _path(municipality: Municipality, document: Document, language: str) -> str:
    if document.is_public:
        where = [municipality.slug, language, document.address]
        return reverse("knowledge_public:document", args=where)
    return reverse("knowledge:document", args=[municipality.slug, document.address])
