"""Concepts: drafted, talked over with partners, approved by a second person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.personal_data import DataClass
from hafen.core.db.versions import locked, save_next
from hafen.core.files import services as files
from hafen.core.places.models import Municipality
from hafen.information.knowledge.models import ConceptComment, ConceptDraft, Document
from hafen.information.knowledge.services._library import (
    Kept,
    VersionExists,
    insert_version,
    is_taken,
)

DRAFT_KIND = "knowledge.draft"


class AlreadyApproved(DomainError):
    """The draft is approved; the arguments say by whom and when."""


class OwnDraft(DomainError):
    """Whoever gave a draft does not approve it."""


@dataclass(frozen=True)
class NewDraft:
    """A draft as it is given.

    :param contributors: offices and organisations that work on it
    """

    upload: File  # type: ignore[type-arg]  # bytes, only read
    label: str
    contributors: str = ""


@transaction.atomic
def begin_concept(
    *, municipality: Municipality, values: Mapping[str, Any], first: NewDraft, by: User
) -> ConceptDraft:
    """
    Put a concept into the register, with its first draft; nothing of it holds yet.

    :raises DomainError: when the file is not taken; see `files.store`
    """
    document = Document.objects.create(
        municipality=municipality,
        category=Document.Category.CONCEPT,
        is_public=False,
        **values,
    )
    audit.record(action="knowledge.concept.begun", subject=document, by=by)
    return give_draft(document=document, draft=first, by=by)


@transaction.atomic
def give_draft(*, document: Document, draft: NewDraft, by: User) -> ConceptDraft:
    """
    Give the next draft of a concept.

    :raises VersionExists: where there is a draft or a version of this name
    :raises DomainError: when the file is not taken; see `files.store`
    """
    fresh = locked(document, expected=None)
    versions = fresh.versions.filter(label=draft.label)
    drafts = ConceptDraft.objects.filter(document=fresh, label=draft.label)
    if versions.exists() or drafts.exists():
        raise VersionExists
    row = ConceptDraft.objects.create(
        municipality_id=fresh.municipality_id,
        document=fresh,
        file=files.store(
            municipality=fresh.municipality_id,
            upload=draft.upload,
            kind=DRAFT_KIND,
            data_class=DataClass.P1,
            owner=fresh.pk,
        ),
        label=draft.label,
        contributors=draft.contributors,
        given_by=by,
    )
    audit.record(action="knowledge.concept.drafted", subject=row, by=by)
    return row


@transaction.atomic
def comment_draft(*, draft: ConceptDraft, text: str, by: User) -> ConceptComment:
    """
    Say something to a draft.

    :raises AlreadyApproved: when there is nothing more to say to it
    """
    fresh = _open(draft)
    row = ConceptComment.objects.create(
        municipality_id=fresh.municipality_id, draft=fresh, author=by, text=text
    )
    audit.record(action="knowledge.concept.commented", subject=fresh, by=by)
    return row


@transaction.atomic
def approve_draft(
    *, draft: ConceptDraft, begins: date, by: User, now: datetime
) -> ConceptDraft:
    """
    Make a draft the version that holds from a day on; day and approver stay with it.

    :raises AlreadyApproved: when somebody was faster
    :raises OwnDraft: by whoever gave it
    :raises VersionExists: where a version begins on this day
    """
    fresh = _open(draft)
    if fresh.given_by_id == by.pk:
        raise OwnDraft
    document = locked(fresh.document, expected=None)
    if is_taken(document, fresh.label, begins):
        raise VersionExists
    kept = Kept(fresh.file, fresh.label, begins)
    fresh.version_made = insert_version(document, kept, by)
    fresh.approved_by, fresh.approved_at = by, now
    save_next(fresh)
    save_next(document)
    audit.record(action="knowledge.concept.approved", subject=fresh, by=by)
    return fresh


def _open(draft: ConceptDraft) -> ConceptDraft:
    fresh = locked(draft, expected=None)
    if fresh.approved_at is not None:
        who = fresh.approved_by.name if fresh.approved_by else ""
        raise AlreadyApproved(who, fresh.approved_at.isoformat())
    return fresh
