from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError, LostUpdate
from hafen.core.places.services import content_changed
from hafen.core.taxonomy.reference import is_language
from hafen.core.translation.models import Translatable, Translation
from hafen.core.translation.texts import source_hash, source_texts

State = Translation.State
SAVED_AS = frozenset({State.DRAFT, State.MACHINE, State.CHECKED})


class UnknownLanguage(DomainError):
    """Hafen has no such language, or the original itself is written in it."""


class OriginalChanged(DomainError):
    """The original was changed while somebody translated it."""


@transaction.atomic
def save_translation(
    *,
    row: Translatable,
    language: str,
    texts: Mapping[str, str],
    state: str,
    by: User | None,
    now: datetime,
    expected: int | None = None,
    read_hash: str | None = None,
) -> Translation:
    """Write the texts of a row in a language; without any text it is missing.

    :param texts: by field; fields that are not named stay as they are
    :param state: draft, machine or checked; who checks is `by`
    :param expected: the version that the translator read, 0 where there was
        none yet; None skips the comparison
    :param read_hash: of the original that the translator read
    :raises UnknownLanguage: if the language is none or that of the original
    :raises OriginalChanged: if the original has changed since it was read
    :raises LostUpdate: if somebody else saved the translation meanwhile
    """
    if not is_language(language) or language == row.source_language:
        raise UnknownLanguage(language)
    if read_hash is not None and read_hash != source_hash(row):
        raise OriginalChanged

    translation: Translation = _locked(row, language, expected)
    for name in row.TRANSLATED_FIELDS:
        if name in texts:
            setattr(translation, name, texts[name].strip())
    _sign(translation, row=row, state=state, by=by, now=now)
    translation.save()

    content_changed(row.municipality_id)
    audit.record(
        action="translation.text.saved",
        subject=translation,
        by=by,
        details={"language": language, "state": translation.state},
    )
    return translation


@transaction.atomic
def original_changed(*, row: Translatable) -> int:
    """Mark what was translated from another text; call it after saving a row.

    An original that is changed back makes its checked translations right
    again.

    :return: how many translations are outdated by this change
    """
    written = source_hash(row)
    translations = list(row.translations.select_for_update())
    outdated = [
        each.pk
        for each in translations
        if each.source_hash != written and each.state in SAVED_AS
    ]
    right_again = [
        each.pk
        for each in translations
        if each.source_hash == written and each.state == State.OUTDATED
        if each.checked_at is not None
    ]
    _move(row, outdated, State.OUTDATED)
    _move(row, right_again, State.CHECKED)
    return len(outdated)


def _move(row: Translatable, keys: list[UUID], state: Translation.State) -> None:
    if keys:
        row.translations.filter(pk__in=keys).update(
            state=state, version=F("version") + 1
        )


def _locked(row: Translatable, language: str, expected: int | None) -> Any:
    """Return the translation, locked, as its next version; a new one if none."""
    found = row.translations.select_for_update().filter(language=language).first()
    present = found.version if found else 0
    if expected is not None and expected != present:
        raise LostUpdate
    if found is None:
        # The relation fills in the row; the municipality is that of the row.
        model = row.translations.model
        key = row.translations.field.name
        return model(
            municipality_id=row.municipality_id, language=language, **{key: row}
        )
    found.version += 1
    return found


def _sign(
    translation: Translation,
    *,
    row: Translatable,
    state: str,
    by: User | None,
    now: datetime,
) -> None:
    """Say of which original it is, how far it can be trusted, and by whom."""
    has_text = any(getattr(translation, name) for name in row.TRANSLATED_FIELDS)
    is_checked = state == State.CHECKED and has_text
    translation.state = State(state) if has_text else State.MISSING
    translation.source_hash = source_hash(row)
    translation.source_texts = source_texts(row)
    translation.translator = by
    translation.checker = by if is_checked else None
    translation.checked_at = now if is_checked else None
