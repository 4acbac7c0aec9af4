"""Letters and leaflets: what staff see of them, and what is public."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.core.translation.texts import Text, text_in, with_texts
from hafen.information.knowledge.models import (
    BlockQuerySet,
    Paper,
    PaperQuerySet,
    PaperSheet,
    PaperUse,
    TextBlock,
)
from hafen.information.knowledge.queries._composing import Gap, codes_in, lacks
from hafen.information.knowledge.rules import VIEW_PAPERS


@dataclass(frozen=True)
class Leaflet:
    """A leaflet as the public finds it.

    :param sheets: language and edition of each that can be had
    """

    paper: Paper
    title: Text
    sheets: tuple[tuple[str, int], ...]

    @property
    def languages(self) -> list[str]:
        return [language for language, _number in self.sheets]


@dataclass(frozen=True)
class LanguageLine:
    """A paper in one language: what was released, and what the texts lack."""

    language: str
    sheet: PaperSheet | None
    gaps: tuple[Gap, ...]


def blocks_visible_to(user: User) -> BlockQuerySet:
    if not VIEW_PAPERS.held_by(user):
        return TextBlock.objects.none()
    return TextBlock.objects.filter(municipality=user.municipality_id).order_by(
        "key", "pk"
    )


def papers_visible_to(user: User) -> PaperQuerySet:
    if not VIEW_PAPERS.held_by(user):
        return Paper.objects.none()
    return Paper.objects.filter(municipality=user.municipality_id).order_by(
        "sort_key", "pk"
    )


def with_uses(rows: PaperQuerySet) -> PaperQuerySet:
    """Add the names of the offices that use each paper, as `used_by`."""
    uses = PaperUse.objects.filter(paper=OuterRef("pk")).order_by("unit__sort_key")
    return rows.annotate(used_by=ArraySubquery(uses.values("unit__name")))


def current_sheets(papers: Iterable[Paper]) -> dict[tuple[Any, str], PaperSheet]:
    """Return the newest sheet of each paper in each language."""
    rows = (
        PaperSheet.objects.filter(edition__paper__in=[paper.pk for paper in papers])
        .select_related("edition")
        .order_by("edition__number")
    )
    return {(row.edition.paper_id, row.language): row for row in rows}


def released_of(paper: Paper) -> list[PaperSheet]:
    """Return every sheet of a paper without its content, the newest first."""
    rows = PaperSheet.objects.filter(edition__paper=paper).defer("content")
    rows = rows.select_related("edition", "edition__released_by")
    return list(rows.order_by("-edition__number", "language"))


def languages_of_paper(paper: Any, sheets: Iterable[PaperSheet]) -> list[LanguageLine]:
    """Return each language of a paper that is loaded `with_parts`.

    :param sheets: all of the paper, the newest first
    """
    newest: dict[str, PaperSheet] = {}
    for sheet in sheets:
        newest.setdefault(sheet.language, sheet)
    return [
        LanguageLine(language, newest.get(language), tuple(lacks(paper, language)))
        for language in paper.languages
    ]


def text_of_paper(paper: Any) -> str:
    """Return the words of a loaded paper's blocks, as they are written."""
    blocks = [part.block for part in paper.loaded_parts if part.block]
    return "\n".join(f"{block.heading}\n{block.text}" for block in blocks)


def codes_of_paper(paper: Any) -> list[str]:
    """Return what a clerk has to fill in: codes that no block explains."""
    found: dict[str, None] = {}
    for part in paper.loaded_parts:
        if part.block:
            known = {quote.code for quote in part.block.quotes.all()}
            codes = codes_in(part.block.text)
            found |= dict.fromkeys(code for code in codes if code not in known)
    return list(found)


def outdated_work(user: User) -> int:
    """Count papers and blocks whose facts have changed, in one query."""
    blocks = blocks_visible_to(user).outdated().order_by().values("pk")
    papers = papers_visible_to(user).outdated().order_by().values("pk")
    return papers.union(blocks).count()


def announced_leaflets(municipality: Municipality, *, language: str) -> list[Leaflet]:
    """Return the leaflets that the public is offered, titled for the reader."""
    rows = Paper.objects.filter(municipality=municipality).announced()
    papers = list(with_texts(rows.order_by("sort_key", "pk"), language))
    sheets = current_sheets(papers)
    return [
        Leaflet(
            paper,
            text_in(paper, language, "title"),
            tuple(
                (tag, sheets[paper.pk, tag].edition.number)
                for tag in paper.languages
                if (paper.pk, tag) in sheets
            ),
        )
        for paper in papers
    ]


def announced_leaflet(municipality: Municipality, short: str) -> Paper | None:
    rows = Paper.objects.filter(municipality=municipality).announced()
    return rows.filter(short_id=short).first()


def matching(rows: PaperQuerySet, words: str) -> PaperQuerySet:
    """Keep those with the words in their title or in one of their blocks."""
    return rows.filter(
        Q(title__icontains=words)
        | Q(parts__block__heading__icontains=words)
        | Q(parts__block__text__icontains=words)
    ).distinct()
