"""The register of concepts: what holds, what is in the making, what was said."""

from datetime import date
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from hafen.core.accounts.models import User
from hafen.information.knowledge.models import (
    ConceptDraft,
    Document,
    DocumentQuerySet,
    DocumentVersion,
)
from hafen.information.knowledge.rules import APPROVE_CONCEPTS, COMMENT_CONCEPTS


def concepts_visible_to(user: User) -> DocumentQuerySet:
    """Return the concepts of one's municipality, drafts included."""
    if not COMMENT_CONCEPTS.held_by(user):
        return Document.objects.none()
    rows = Document.objects.filter(municipality=user.municipality_id)
    return rows.kept().filter(category=Document.Category.CONCEPT)


def register_of(rows: DocumentQuerySet, today: date) -> Any:
    """Add to each what holds today and how far its drafts are; by title."""
    held = DocumentVersion.objects.in_force(today).filter(document=OuterRef("pk"))
    return rows.annotate(
        held_label=Subquery(held.values("label")[:1]),
        open_drafts=Count(
            "drafts", filter=Q(drafts__approved_at__isnull=True), distinct=True
        ),
        comments=Count("drafts__comments", distinct=True),
        last_approval=Max("drafts__approved_at"),
    ).order_by("title", "pk")


def drafts_to_approve(user: User) -> QuerySet[ConceptDraft]:
    """Return complete drafts that wait for this user: somebody else gave them."""
    if not APPROVE_CONCEPTS.held_by(user):
        return ConceptDraft.objects.none()
    rows = ConceptDraft.objects.filter(
        document__in=concepts_visible_to(user),
        is_complete=True,
        approved_at__isnull=True,
    )
    return rows.exclude(given_by=user)


def drafts_of(document: Document) -> QuerySet[ConceptDraft]:
    """Return the drafts of a concept with all comments, the newest first."""
    rows = ConceptDraft.objects.filter(document=document)
    people = ("given_by", "approved_by", "file", "version_made", "municipality")
    return (
        rows.select_related(*people)
        .prefetch_related("comments__author")
        .order_by("-created_at", "-pk")
    )
