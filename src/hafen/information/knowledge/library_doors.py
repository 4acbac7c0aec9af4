"""Where other rooms and pages find the library."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.db import navigation
from hafen.core.files.doors import Door
from hafen.core.files.doors import doors as file_doors
from hafen.core.files.models import StoredFile
from hafen.core.places.models import Municipality
from hafen.information.knowledge import queries, services
from hafen.information.knowledge.doors import FEATURE
from hafen.information.knowledge.rules import COMMENT_CONCEPTS, VIEW_PAGES
from hafen.mechanisms.search import registries as search
from hafen.mechanisms.todos.registries import Kind, kinds


def register() -> None:
    search.sources.register(
        search.Source(services.DOCUMENT, _("Document"), drafts, feature=FEATURE)
    )
    navigation.footer.register(
        navigation.PublicEntry(
            _("Documents"), "knowledge_public:documents", order=7, feature=FEATURE
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Library"),
            url_name="knowledge:library",
            group=navigation.INFORMATION,
            permission=VIEW_PAGES,
            order=6,
            icon="file",
            feature=FEATURE,
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Concepts"),
            url_name="knowledge:concepts",
            group=navigation.INFORMATION,
            permission=COMMENT_CONCEPTS,
            order=7,
            icon="file",
            feature=FEATURE,
        )
    )
    kinds.register(
        Kind(
            name=services.ENDING,
            label=_("Document that ends"),
            titles=(services.ENDING_TITLE,),
            addresses=_addresses,
        )
    )
    file_doors.register(Door(services.FILE_KIND, _opens_for))
    file_doors.register(Door(services.DRAFT_KIND, _opens_draft_for))


def _opens_for(user: Any, _file: StoredFile) -> bool:
    return VIEW_PAGES.held_by(user)


def _opens_draft_for(user: Any, _file: StoredFile) -> bool:
    return VIEW_PAGES.held_by(user) or COMMENT_CONCEPTS.held_by(user)


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    slug = user.municipality.slug
    rows = queries.documents_visible_to(user).filter(pk__in=subjects)
    return {
        row.pk: reverse("knowledge:document", args=[slug, row.address]) for row in rows
    }


def drafts(
    municipality: Municipality, keys: Collection[UUID] | None
) -> Iterator[search.Draft]:
    """Give the documents of the search: of what is open to everybody today."""
    today = timezone.localdate()
    rows = queries.public_documents(municipality, today)
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    for paper in queries.papers(rows, today):
        row = paper.document
        kind = str(row.get_category_display())
        yield search.Draft(
            object_id=row.pk,
            address=f"knowledge/documents/{row.address}/",
            texts={
                row.language: search.Text(
                    title=row.title,
                    keywords=tuple(word for word in (kind, row.issuer) if word),
                    text=row.description,
                    snippet=row.description,
                )
            },
            source_language=row.language,
            changed_at=row.updated_at,
            facets={"organisation": row.issuer, "place": "", "languages": []},
        )
