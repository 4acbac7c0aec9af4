"""What a changed fact makes outdated: the block that quotes it, and every paper
whose edition says something else than would be printed now.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.information.knowledge.models import FactCheck, Paper, Quote, TextBlock
from hafen.information.knowledge.queries import FactBook, composed, current_sheets


@transaction.atomic
def check_facts(*, municipality: Municipality, now: datetime) -> bool:
    """Compare all blocks and papers with the facts of today.

    :return: whether there was anything to compare: nothing public changed and
        no day began since the last time otherwise
    """
    seen, _is_new = FactCheck.objects.select_for_update().get_or_create(
        municipality=municipality,
        defaults={"content_version": 0, "day": timezone.localdate(now)},
    )
    present = (municipality.content_version, timezone.localdate(now))
    if not _is_new and present == (seen.content_version, seen.day):
        return False
    follow_blocks(municipality, TextBlock.objects.present(), now=now)
    papers = Paper.objects.filter(municipality=municipality, number__gt=0).present()
    follow_papers(municipality, list(papers), now=now)
    seen.content_version, seen.day = present
    seen.save()
    return True


def follow_blocks(
    municipality: Municipality, blocks: Collection[TextBlock], *, now: datetime
) -> None:
    """Mark the blocks whose facts are other ones, and free those that are right."""
    quotes = list(
        Quote.objects.filter(municipality=municipality, block__in=blocks).order_by("pk")
    )
    book = FactBook(municipality, quotes, now=now)
    changed = {
        quote.block_id
        for quote in quotes
        if quote.said != said(book, quote, municipality)
    }
    rows = TextBlock.objects.filter(pk__in={quote.block_id for quote in quotes})
    rows.filter(pk__in=changed, outdated_at__isnull=True).update(outdated_at=now)
    rows.exclude(pk__in=changed).filter(outdated_at__isnull=False).update(
        outdated_at=None
    )


def follow_papers(
    municipality: Municipality, papers: Collection[Paper], *, now: datetime
) -> None:
    """Mark the papers whose edition is no longer what would be printed."""
    papers = [paper for paper in papers if paper.number and not paper.is_archived]
    if not papers:
        return
    found = composed(papers, municipality, now=now)
    sheets = current_sheets(papers)
    stale = set(_with_outdated_blocks(papers))
    for (paper, language), said_now in found.items():
        sheet = sheets.get((paper, language))
        if sheet is None or sheet.content_hash != said_now.content_hash:
            stale.add(paper)
    rows = Paper.objects.filter(pk__in=[paper.pk for paper in papers])
    rows.filter(pk__in=stale, outdated_at__isnull=True).update(outdated_at=now)
    rows.exclude(pk__in=stale).filter(outdated_at__isnull=False).update(
        outdated_at=None
    )


def follow_papers_of(block: TextBlock, *, now: datetime) -> None:
    """Mark what is built from a block."""
    papers = Paper.objects.filter(parts__block=block).distinct()
    follow_papers(block.municipality, list(papers), now=now)


def said(book: FactBook, quote: Quote, municipality: Municipality) -> str:
    """Return a fact as it is remembered: in the town's own language."""
    return "\n".join(book.lines(quote, municipality.default_language))


def _with_outdated_blocks(papers: Collection[Paper]) -> list[UUID]:
    rows = Paper.objects.filter(
        pk__in=[paper.pk for paper in papers], parts__block__outdated_at__isnull=False
    )
    return list(rows.values_list("pk", flat=True))
