"""Text blocks: written, translated, tied to facts, found right again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.versions import bump, locked, save_next
from hafen.core.translation.models import Translation
from hafen.core.translation.services import original_changed, save_translation
from hafen.core.translation.texts import source_texts
from hafen.information.knowledge.models import (
    BlockVersion,
    Paper,
    Quote,
    TextBlock,
)
from hafen.information.knowledge.queries import FactBook
from hafen.information.knowledge.services._facts import (
    follow_blocks,
    follow_papers_of,
    said,
)

BlockData = Mapping[str, Any]


class KeyTaken(DomainError):
    """Another block has this key."""


class BlockInUse(DomainError):
    """Letters or leaflets are built from the block."""


@transaction.atomic
def write_block(
    *,
    block: TextBlock,
    data: BlockData,
    reason: str = "",
    expected: int | None = None,
    by: User | None,
    now: datetime,
) -> TextBlock:
    """
    Write a block or change it; a changed text is its next version.

    :param block: a new one with its municipality, or one that is there
    :raises KeyTaken: if another block has the key
    :raises LostUpdate: if somebody else changed it since
    """
    is_new = block.is_new
    fresh = block if is_new else locked(block, expected=expected)
    before = None if is_new else source_texts(fresh)
    for name, value in data.items():
        setattr(fresh, name, value)
    is_other = before != source_texts(fresh)
    if is_other and not is_new:
        fresh.number += 1
    _save(fresh)
    if is_other:
        _keep_version(fresh, reason, by)
        original_changed(row=fresh)
    details = {"number": fresh.number}
    _record("written", fresh, by, details)
    follow_papers_of(fresh, now=now)
    return fresh


def _save(block: TextBlock) -> None:
    try:
        with transaction.atomic():
            if block.is_new:
                block.save(force_insert=True)
            else:
                save_next(block)
    except IntegrityError as error:
        raise KeyTaken from error


def _keep_version(block: TextBlock, reason: str, by: User | None) -> None:
    BlockVersion.objects.create(
        municipality=block.municipality,
        block=block,
        number=block.number,
        heading=block.heading,
        text=block.text,
        reason=reason,
        by=by,
    )


@transaction.atomic
def translate_block(
    *,
    block: TextBlock,
    language: str,
    texts: Mapping[str, str],
    state: str,
    by: User | None,
    now: datetime,
    expected: int | None = None,
    read_hash: str | None = None,
) -> Translation:
    """
    Write a block in a language; what is built from it follows.

    :raises UnknownLanguage: if the language is none or that of the original
    :raises OriginalChanged: if the original has changed since it was read
    :raises LostUpdate: if somebody else saved the translation meanwhile
    """
    found = save_translation(
        row=block,
        language=language,
        texts=texts,
        state=state,
        by=by,
        now=now,
        expected=expected,
        read_hash=read_hash,
    )
    follow_papers_of(block, now=now)
    return found


@transaction.atomic
def quote_fact(*, quote: Quote, by: User | None, now: datetime) -> Quote:
    """
    Tie a block to a fact, as it is now.

    :raises KeyTaken: if the block quotes another fact by this short name
    """
    block = locked(quote.block, expected=None)
    quote.municipality = block.municipality
    book = FactBook(block.municipality, [quote], now=now)
    quote.said = said(book, quote, block.municipality)
    try:
        with transaction.atomic():
            quote.save(force_insert=True)
    except IntegrityError as error:
        raise KeyTaken from error
    _record("fact_quoted", block, by, {"fact": quote.fact, "code": quote.code})
    bump(block)
    follow_papers_of(block, now=now)
    return quote


@transaction.atomic
def drop_quote(*, quote: Quote, by: User, now: datetime) -> None:
    """Part a block from a fact."""
    block = locked(quote.block, expected=None)
    _record("fact_dropped", block, by, {"fact": quote.fact, "code": quote.code})
    quote.delete()
    bump(block)
    follow_blocks(block.municipality, [block], now=now)
    if not block.quotes.exists():
        TextBlock.objects.filter(pk=block.pk).update(outdated_at=None)
    follow_papers_of(block, now=now)


@transaction.atomic
def confirm_facts(*, block: TextBlock, by: User, now: datetime) -> None:
    """Say that a block is right with the facts as they are now."""
    fresh = locked(block, expected=None)
    quotes = list(fresh.quotes.all())
    book = FactBook(fresh.municipality, quotes, now=now)
    for quote in quotes:
        quote.said = said(book, quote, fresh.municipality)
        quote.save(update_fields=["said", "updated_at"])
    fresh.outdated_at = None
    save_next(fresh)
    _record("facts_confirmed", fresh, by, {})
    follow_papers_of(fresh, now=now)


@transaction.atomic
def archive_block(*, block: TextBlock, by: User) -> None:
    """
    Put a block away.

    :raises BlockInUse: while a letter or leaflet is built from it
    """
    fresh = locked(block, expected=None)
    if Paper.objects.present().filter(parts__block=fresh).exists():
        raise BlockInUse
    fresh.is_archived = True
    save_next(fresh)
    _record("archived", fresh, by, {})


@transaction.atomic
def restore_block(*, block: TextBlock, by: User) -> None:
    """Take a block out of the archive."""
    fresh = locked(block, expected=None)
    fresh.is_archived = False
    save_next(fresh)
    _record("restored", fresh, by, {})


def _record(
    what: str, block: TextBlock, by: User | None, details: dict[str, Any]
) -> None:
    audit.record(
        action=f"knowledge.block.{what}", subject=block, by=by, details=details
    )
