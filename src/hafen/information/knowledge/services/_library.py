"""The library: papers in versions, each with the days on which it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.personal_data import DataClass
from hafen.core.db.versions import locked, save_next
from hafen.core.files import services as files
from hafen.core.files.models import StoredFile
from hafen.core.places.models import Municipality
from hafen.core.places.services import content_changed
from hafen.information.knowledge.models import Document, DocumentVersion
from hafen.information.knowledge.services._checking import editor_of
from hafen.mechanisms.search.services import index_soon
from hafen.mechanisms.todos.services import create_todo, finish_about

DOCUMENT = "document"
ENDING = "knowledge.document"
FILE_KIND = "knowledge.document"
ENDING_TITLE = gettext_noop("The document “%(title)s” ends: is there a new version?")
AHEAD = timedelta(days=30)
_DAY = timedelta(days=1)


class VersionExists(DomainError):
    """The document has a version of this name, or from this day, already."""


class LastVersion(DomainError):
    """A document without any version is none; it is archived instead."""


@dataclass(frozen=True)
class NewVersion:
    """A version as it is given.

    :param until: its last day; None: until another one follows
    """

    upload: "File[bytes]"
    label: str
    begins: date
    until: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Kept:
    """A version whose file is kept already."""

    file: StoredFile
    label: str
    begins: date
    until: date | None = None
    note: str = ""


@transaction.atomic
def add_document(
    *, municipality: Municipality, values: Mapping[str, Any], first: NewVersion, by: Any
) -> Document:
    """
    Put a document into the library, with its first version.

    :raises DomainError: when the file is not taken; see `files.store`
    """
    document = Document.objects.create(municipality=municipality, **values)
    _keep(document, first, by)
    audit.record(action="knowledge.document.added", subject=document, by=by)
    return document


@transaction.atomic
def edit_document(
    *, document: Document, values: Mapping[str, Any], expected: int | None, by: Any
) -> Document:
    """
    Change what is said of a document; its files open and close with it.

    :raises LostUpdate: when somebody else changed it meanwhile
    """
    fresh = locked(document, expected=expected)
    for name, value in values.items():
        setattr(fresh, name, value)
    save_next(fresh)
    _open_or_close(fresh)
    audit.record(action="knowledge.document.changed", subject=fresh, by=by)
    return fresh


@transaction.atomic
def add_version(
    *, document: Document, version: NewVersion, by: Any, now: datetime
) -> DocumentVersion:
    """
    Add a version; the one that held before ends the day before it begins.

    :raises VersionExists: where there is one of this name or from this day
    :raises DomainError: when the file is not taken; see `files.store`
    """
    fresh = locked(document, expected=None)
    if is_taken(fresh, version.label, version.begins):
        raise VersionExists
    row = _keep(fresh, version, by)
    save_next(fresh)
    finish_about(
        kind=ENDING,
        subject_id=fresh.pk,
        municipality=fresh.municipality,
        by=by,
        now=now,
    )
    return row


def is_taken(document: Document, label: str, begins: date) -> bool:
    """Return whether there is a version of this name, or from this day."""
    rows = document.versions
    return (rows.filter(label=label) | rows.filter(valid_from=begins)).exists()


def _keep(document: Document, version: NewVersion, by: Any) -> DocumentVersion:
    stored = files.store(
        municipality=document.municipality_id,
        upload=version.upload,
        kind=FILE_KIND,
        data_class=_data_class(document),
        owner=document.pk,
    )
    kept = Kept(stored, version.label, version.begins, version.until, version.note)
    return insert_version(document, kept, by)


def insert_version(document: Document, version: Kept, by: Any) -> DocumentVersion:
    """Add a version; the one that held before ends the day before it begins."""
    begins, until = version.begins, version.until
    rows = document.versions
    rows.filter(valid_from__lt=begins, valid_until__isnull=True).update(
        valid_until=begins - _DAY
    )
    rows.filter(valid_from__lt=begins, valid_until__gte=begins).update(
        valid_until=begins - _DAY
    )
    later = rows.filter(valid_from__gt=begins).order_by("valid_from").first()
    if later is not None and (until is None or until >= later.valid_from):
        until = later.valid_from - _DAY
    row = DocumentVersion.objects.create(
        municipality_id=document.municipality_id,
        document=document,
        file=version.file,
        label=version.label,
        note=version.note,
        valid_from=begins,
        valid_until=until,
    )
    audit.record(action="knowledge.document.version", subject=document, by=by)
    _changed(document)
    return row


@transaction.atomic
def drop_version(*, version: DocumentVersion, by: Any) -> None:
    """
    Delete a version that was given by mistake, and its file.

    :raises LastVersion: when it is the only one
    """
    document = locked(version.document, expected=None)
    if document.versions.count() == 1:
        raise LastVersion
    stored = version.file
    version.delete()
    files.discard(file=stored)
    audit.record(action="knowledge.document.version_dropped", subject=document, by=by)
    _changed(document)


@transaction.atomic
def archive_document(*, document: Document, by: Any, now: datetime) -> Document:
    """Take a document out of the library; nobody but staff opens its files."""
    fresh = locked(document, expected=None)
    fresh.archived_at = now
    save_next(fresh)
    _open_or_close(fresh)
    audit.record(action="knowledge.document.archived", subject=fresh, by=by)
    return fresh


@transaction.atomic
def restore_document(*, document: Document, by: Any) -> Document:
    """Put an archived document back."""
    fresh = locked(document, expected=None)
    fresh.archived_at = None
    save_next(fresh)
    _open_or_close(fresh)
    audit.record(action="knowledge.document.restored", subject=fresh, by=by)
    return fresh


def _data_class(document: Document) -> DataClass:
    is_open = document.is_public and document.archived_at is None
    return DataClass.P0 if is_open else DataClass.P1


def _open_or_close(document: Document) -> None:
    """Let the files be read by whoever may read the document."""
    rows = StoredFile.objects.filter(
        municipality=document.municipality_id,
        pk__in=document.versions.values("file"),
    )
    rows.update(data_class=_data_class(document).name)
    _changed(document)


def _changed(document: Document) -> None:
    content_changed(document.municipality_id)
    index_soon(municipality=document.municipality, kind=DOCUMENT, ids=[document.pk])


@transaction.atomic
def watch_library(*, municipality: Municipality, today: date) -> int:
    """Ask about documents that end soon; let the search follow the calendar.

    :return: how many end within a month, or have ended
    """
    rows = Document.objects.filter(municipality=municipality)
    ending = list(rows.ending(today, within=AHEAD).select_related("team"))
    editor = editor_of(municipality)
    for document in ending:
        _ask(document, editor, today)
    turned = DocumentVersion.objects.filter(municipality=municipality)
    turned = turned.filter(valid_from=today) | turned.filter(valid_until=today - _DAY)
    for document in rows.filter(pk__in=turned.values("document")):
        _changed(document)
    return len(ending)


def _ask(document: Document, editor: User | None, today: date) -> None:
    if document.team is None and editor is None:
        return
    last = document.versions.order_by("-valid_until").first()
    create_todo(
        municipality=document.municipality,
        kind=ENDING,
        title=ENDING_TITLE,
        params={"title": document.title},
        owner=None if document.team else editor,
        team=document.team,
        subject_type="knowledge.Document",
        subject_id=document.pk,
        due_on=last.valid_until if last else today,
        today=today,
    )
