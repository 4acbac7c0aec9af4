"""Art. 15 and 20 DSGVO: everything of one person as one ZIP file.

`auskunft.pdf` to be printed and posted, `auskunft.html` to read on a screen,
`daten.json` for machines, files and mails as they are.
"""

import base64
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation

from hafen.core.accounts.models import User
from hafen.core.audit.models import Event
from hafen.core.db.encryption import EncryptedFileField, EncryptedTextField
from hafen.core.db.personal_data import DataClass, declared
from hafen.core.files.models import StoredFile
from hafen.core.mail.models import OutgoingMail
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.mechanisms.privacy import paper, rights, telling, words
from hafen.mechanisms.privacy.naming import Pointers, is_pointer
from hafen.mechanisms.privacy.rights import Field, Part

# What opens doors is no information about the person.
_SECRETS = ("password", "_hash", "secret", "pin", "session_", "seed")
_HOUSEKEEPING = ("municipality", "version", "sort_key", "came_as", "carried_as")


@dataclass(frozen=True)
class Section:
    """The rows of one kind, ready to be written."""

    part: Part
    names: list[Any]
    rows: list[list[str]]


def archive(
    user: User, roots: list[models.Model], town: Municipality, *, now: datetime
) -> bytes:
    """Return the ZIP file; rows that this person may not read are left out."""
    parts = [part for part in rights.gather(roots) if _is_open(user, part)]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("auskunft.html", _page(parts, town, now))
        file.writestr("auskunft.pdf", _paper(parts, roots, town, now))
        file.writestr("daten.json", _data(parts, now))
        for part in parts:
            _add_originals(file, part)
    return target.getvalue()


def left_out(user: User, parts: Iterable[Part]) -> list[Part]:
    """Return what only the data protection officer may add."""
    return [part for part in parts if not _is_open(user, part)]


def _is_open(user: User, part: Part) -> bool:
    return rights.may_read(user, part.declaration)


def _page(parts: list[Part], town: Municipality, now: datetime) -> str:
    pointers = Pointers(parts)
    context = {
        "sections": [_section(part, pointers) for part in parts],
        "readings": readings(parts),
        "town": town,
        "now": now,
        "language": translation.get_language(),
        "is_rtl": translation.get_language_bidi(),
    }
    return render_to_string("privacy/export.html", context)


def _paper(
    parts: list[Part], roots: list[models.Model], town: Municipality, now: datetime
) -> bytes:
    """Return the copy to be printed and posted, in the language of the person."""
    language = paper.language_of(roots, town)
    with words_in(language):
        pointers = Pointers(parts)
        chapters = [_chapter(_section(part, pointers)) for part in parts]
    return paper.copy(
        chapters,
        language=language,
        told=telling.recipients_of(parts),
        readings=readings(parts),
        town=town,
        now=now,
    )


def _chapter(section: Section) -> paper.Chapter:
    names = [str(name) for name in section.names]
    rows = [
        [(name, value) for name, value in zip(names, row, strict=True) if value]
        for row in section.rows
    ]
    return paper.Chapter(section.part, str(section.part.name), rows)


def readings(parts: Iterable[Part]) -> list[Event]:
    """Return when the data of the person was read, the newest first.

    Who of the office read it is no recipient in the sense of Art. 15; the day
    and the occasion are told.
    """
    keys = {str(key) for part in parts for key in part.keys}
    found = Event.objects.filter(Q(subject_id__in=keys), kind=Event.Kind.READ)
    return list(found.order_by("-id")[:1000])


def _section(part: Part, pointers: Pointers) -> Section:
    fields = [field for field in _shown(part.model) if not field.primary_key]
    rows = list(part.rows)
    for field in fields:
        pointers.read(field, [field.value_from_object(row) for row in rows])
    return Section(
        part=part,
        names=[words.column_name(part.model, field.name) for field in fields],
        rows=[[_readable(row, field, pointers) for field in fields] for row in rows],
    )


def _shown(model: type[models.Model]) -> list[Field]:
    """Return the columns of a copy.

    What was entrusted to one person (class C4) is told by that person alone: the
    copy says that it is there, and whose it is.
    """
    found = declared(model)
    is_secret = found is not None and found.data_class is DataClass.C4
    return [
        field
        for field in model._meta.local_fields
        if field.name not in _HOUSEKEEPING
        and not any(secret in field.name for secret in _SECRETS)
        and not isinstance(field, models.BinaryField | EncryptedFileField)
        and not (is_secret and isinstance(field, EncryptedTextField))
    ]


def _readable(row: models.Model, field: Field, pointers: Pointers) -> str:
    value = field.value_from_object(row)
    if value is not None and is_pointer(field, value):
        return pointers.name_of(field, value)
    if field.choices:
        value = dict(field.flatchoices).get(value, value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "" if value is None else str(value)


def _data(parts: list[Part], now: datetime) -> str:
    """Return all rows as JSON: names of tables and columns are our own words."""
    content = {
        "format": "hafen-person-1",
        "created_at": now.isoformat(),
        "data": {
            part.model._meta.label_lower: [
                {
                    field.name: field.value_from_object(row)
                    for field in _shown(part.model)
                }
                for row in part.rows
            ]
            for part in parts
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=str)


def _add_originals(file: zipfile.ZipFile, part: Part) -> None:
    """Add the bytes of files and mails."""
    for row in part.rows:
        if isinstance(row, StoredFile) and default_storage.exists(row.path):
            with default_storage.open(row.path) as content:
                file.writestr(f"dateien/{row.key[:8]}-{row.name}", content.read())
        if isinstance(row, OutgoingMail):
            file.writestr(f"mails/{row.pk}.eml", bytes(row.source))
            continue
        for field in row._meta.local_fields:
            if isinstance(field, models.BinaryField) and getattr(row, field.name):
                data = bytes(getattr(row, field.name))
                file.writestr(f"dateien/{row.pk}.{field.name}", data)
            if isinstance(field, EncryptedFileField) and getattr(row, field.name):
                data = base64.b64decode(getattr(row, field.name))
                file.writestr(f"dateien/{row.pk}.{field.name}", data)
