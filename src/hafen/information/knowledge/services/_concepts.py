"""Concepts: drafted, talked over with partners, approved by a second person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import pgettext

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.personal_data import DataClass
from hafen.core.db.versions import locked, save_next
from hafen.core.files import services as files
from hafen.core.files.models import StoredFile
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.information.knowledge.concept_papers import paper
from hafen.information.knowledge.models import ConceptComment, ConceptDraft, Document
from hafen.information.knowledge.outlines import Outline, missing, outlines
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


class PartsMissing(DomainError):
    """It lacks parts that it needs; the arguments are their headings."""


class StillOpen(DomainError):
    """An edition is written that is not approved yet."""


@dataclass(frozen=True)
class NewDraft:
    """A draft as it is given.

    :param contributors: offices and organisations that work on it
    """

    upload: "File[bytes]"
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
    document = _registered(municipality, values, by)
    return give_draft(document=document, draft=first, by=by)


@transaction.atomic
def begin_writing(
    *, municipality: Municipality, values: Mapping[str, Any], outline: Outline, by: User
) -> ConceptDraft:
    """Put a concept into the register that is written here, part by part."""
    document = _registered(municipality, values, by)
    row = ConceptDraft(outline=outline.name, needs=outline.needs)
    return _new_edition(document, row, by)


def _registered(
    municipality: Municipality, values: Mapping[str, Any], by: User
) -> Document:
    document = Document.objects.create(
        municipality=municipality,
        category=Document.Category.CONCEPT,
        is_public=False,
        **values,
    )
    audit.record(action="knowledge.concept.begun", subject=document, by=by)
    return document


@transaction.atomic
def give_draft(*, document: Document, draft: NewDraft, by: User) -> ConceptDraft:
    """
    Give the next draft of a concept.

    :raises VersionExists: where there is a draft or a version of this name
    :raises DomainError: when the file is not taken; see `files.store`
    """
    fresh = locked(document, expected=None)
    if draft.label in _labels(fresh):
        raise VersionExists
    row = ConceptDraft.objects.create(
        municipality_id=fresh.municipality_id,
        document=fresh,
        file=_stored(fresh, draft.upload),
        label=draft.label,
        contributors=draft.contributors,
        given_by=by,
    )
    audit.record(action="knowledge.concept.drafted", subject=row, by=by)
    return row


@transaction.atomic
def write_next(*, document: Document, by: User) -> ConceptDraft:
    """
    Begin the next edition of a concept that is written, with the words of the last.

    :raises StillOpen: while one is not approved
    """
    fresh = locked(document, expected=None)
    written = ConceptDraft.objects.filter(document=fresh).exclude(outline="")
    last = written.order_by("-created_at").first()
    if last is None or last.approved_at is None:
        raise StillOpen
    known = outlines[last.outline].needs if last.outline in outlines else last.needs
    row = ConceptDraft(outline=last.outline, needs=known, parts=last.parts)
    row.contributors = last.contributors
    return _new_edition(fresh, row, by)


def _new_edition(document: Document, row: ConceptDraft, by: User) -> ConceptDraft:
    """Save a draft that is to be written, as the next edition of its concept."""
    taken = _labels(document)
    with words_in(document.municipality.default_language):
        label = pgettext("concept", "Edition %(number)s")
        names = (label % {"number": each} for each in count(1))
        row.label = next(name for name in names if name not in taken)
    row.municipality, row.document = document.municipality, document
    row.is_complete, row.given_by = False, by
    row.save()
    audit.record(action="knowledge.concept.drafted", subject=row, by=by)
    return row


def _labels(document: Document) -> set[str]:
    drafts = ConceptDraft.objects.filter(document=document).values_list("label")
    return {label for (label,) in drafts.union(document.versions.values_list("label"))}


def _stored(document: Document, upload: "File[bytes]") -> StoredFile:
    return files.store(
        municipality=document.municipality_id,
        upload=upload,
        kind=DRAFT_KIND,
        data_class=DataClass.P1,
        owner=document.pk,
    )


@transaction.atomic
def write_draft(
    *,
    draft: ConceptDraft,
    parts: Mapping[str, str],
    contributors: str,
    is_complete: bool,
    expected: int | None,
    by: User,
) -> ConceptDraft:
    """
    Write the parts, further or as complete for whoever approves it.

    :raises AlreadyApproved: an approved edition stays as it is
    :raises PartsMissing: a complete one has its parts; the arguments name them
    :raises LostUpdate: when somebody else wrote meanwhile
    """
    fresh = _open(draft, expected=expected)
    fresh.parts = {name: text for name, text in parts.items() if text.strip()}
    if is_complete and fresh.missing:
        raise PartsMissing(*missing(fresh))
    fresh.is_complete, fresh.contributors = is_complete, contributors
    # Somebody else than whoever wrote last approves it.
    fresh.given_by = by
    save_next(fresh)
    audit.record(action="knowledge.concept.written", subject=fresh, by=by)
    return fresh


@transaction.atomic
def comment_draft(*, draft: ConceptDraft, text: str, by: User) -> ConceptComment:
    """
    Say something to a draft.

    :raises AlreadyApproved: when there is nothing more to say to it
    """
    fresh = _open(draft, expected=None)
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
    :raises PartsMissing: while it is not marked complete; the arguments say what lacks
    :raises OwnDraft: by whoever gave it, or wrote it last
    :raises VersionExists: where a version begins on this day
    """
    fresh = _open(draft, expected=None)
    if not fresh.is_complete:
        raise PartsMissing(*missing(fresh))
    if fresh.given_by_id == by.pk:
        raise OwnDraft
    document = locked(fresh.document, expected=None)
    if is_taken(document, fresh.label, begins):
        raise VersionExists
    fresh.approved_by, fresh.approved_at = by, now
    if fresh.file is None:
        bound = ContentFile(paper(fresh), f"{document.title}.pdf")
        fresh.file = _stored(document, bound)
    kept = Kept(fresh.file, fresh.label, begins)
    fresh.version_made = insert_version(document, kept, by)
    save_next(fresh)
    save_next(document)
    audit.record(action="knowledge.concept.approved", subject=fresh, by=by)
    return fresh


def _open(draft: ConceptDraft, *, expected: int | None) -> ConceptDraft:
    fresh = locked(draft, expected=expected)
    if fresh.approved_at is not None:
        who = fresh.approved_by.name if fresh.approved_by else ""
        raise AlreadyApproved(who, fresh.approved_at.isoformat())
    return fresh
