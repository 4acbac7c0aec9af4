from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.places.models import Municipality
from hafen.core.translation.contents import OpenText, contents, texts_to_do
from hafen.core.translation.models import Translation
from hafen.core.translation.writing import OriginalChanged, UnknownLanguage
from hafen.core.translation.xliff import Document, read, write

State = Translation.State


@dataclass
class TakenIn:
    """What became of the rows of a file, as (kind of row, title or key).

    :param stale: the original changed since it was sent out
    :param unknown: not a row of this municipality that is worth a translation
    :param empty: nothing came back for it
    """

    taken: list[tuple[str, str]] = field(default_factory=list)
    stale: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    empty: list[tuple[str, str]] = field(default_factory=list)


def for_offices(
    *, municipality: Municipality, language: str, with_checked: bool, by: User
) -> bytes:
    """Return the texts that lack a checked translation, as XLIFF 1.2.

    :param with_checked: all texts instead, for an office that checks them
    """
    documents = [
        _document(content.key, text, language)
        for content in contents
        for text in texts_to_do(
            content, municipality.pk, language, with_checked=with_checked
        )
    ]
    audit.record(
        action="translation.office.sent",
        by=by,
        details={"language": language, "texts": len(documents)},
    )
    return write(documents)


def _document(content: str, text: OpenText, language: str) -> Document:
    return Document(
        content=content,
        row=text.key,
        source_language=text.source_language,
        language=language,
        read_hash=text.read_hash,
        state=text.state,
        units=text.units,
    )


@transaction.atomic
def take_in(
    *,
    municipality: Municipality,
    file: bytes,
    is_checked: bool,
    is_trial: bool,
    by: User,
    now: datetime,
) -> TakenIn:
    """Write what a translation office sent back, row by row.

    A row whose original changed meanwhile is refused and named; the others
    are written.

    :param is_trial: tell what would happen, and write nothing
    :raises NotXliff: when the file cannot be read
    """
    found = TakenIn()
    for document in read(file):
        _take(document, municipality, found, is_checked=is_checked, by=by, now=now)
    if is_trial:
        transaction.set_rollback(True)
        return found
    audit.record(
        action="translation.office.taken_in",
        by=by,
        details={"texts": len(found.taken), "stale": len(found.stale)},
    )
    return found


def _take(
    document: Document,
    municipality: Municipality,
    found: TakenIn,
    *,
    is_checked: bool,
    by: User,
    now: datetime,
) -> None:
    text = _text(document, municipality)
    if text is None:
        found.unknown.append((document.content, str(document.row)))
        return
    content = contents[document.content]
    told = (str(content.title), text.title)
    if not document.texts:
        found.empty.append(told)
        return
    try:
        content.save(
            text,
            document.language,
            texts=document.texts,
            state=State.CHECKED if is_checked else State.DRAFT,
            by=by,
            now=now,
            read_hash=document.read_hash,
        )
    except OriginalChanged:
        found.stale.append(told)
    except UnknownLanguage:
        found.unknown.append(told)
    else:
        found.taken.append(told)


def _text(document: Document, municipality: Municipality) -> OpenText | None:
    is_ours = document.content in contents
    if not is_ours or document.language not in municipality.languages:
        return None
    kind = contents[document.content]
    return kind.text(municipality.pk, document.row, document.language)
