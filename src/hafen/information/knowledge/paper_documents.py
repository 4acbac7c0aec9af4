"""How leaflets and information sheets become documents of the public search."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from hafen.core.files.typesetting import unmarked
from hafen.core.places.models import Municipality
from hafen.information.knowledge import queries
from hafen.information.knowledge.documents import named_topics
from hafen.information.knowledge.models import Paper, PaperSheet
from hafen.mechanisms.search.registries import Draft, Text


def drafts(
    municipality: Municipality, keys: Collection[UUID] | None
) -> Iterator[Draft]:
    """Give the documents of what was released and is announced, as it is printed."""
    rows = Paper.objects.filter(municipality=municipality).announced()
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    papers = list(rows.order_by("pk"))
    released = queries.current_sheets(papers)
    named = named_topics(municipality)
    for paper in papers:
        sheets = [
            released[paper.pk, tag]
            for tag in paper.languages
            if (paper.pk, tag) in released
        ]
        if sheets:
            names = {
                language: (found[paper.topic].name, *found[paper.topic].synonyms)
                for language, found in named.items()
                if paper.topic in found
            }
            yield _draft(paper, sheets, names)


def _draft(
    paper: Paper, sheets: list[PaperSheet], names: dict[str, tuple[str, ...]]
) -> Draft:
    texts = {sheet.language: _text(sheet) for sheet in sheets}
    own = paper.source_language
    return Draft(
        object_id=paper.pk,
        address=f"knowledge/leaflets/{paper.address}/",
        texts=texts,
        source_language=own if own in texts else sheets[0].language,
        changed_at=max(sheet.edition.released_at for sheet in sheets),
        topics=(paper.topic,) if paper.topic else (),
        names=names,
        facets={"organisation": "", "place": "", "languages": []},
    )


def _text(sheet: PaperSheet) -> Text:
    parts = sheet.content["parts"]
    said = [unmarked(line) for part in parts for line in _lines(part) if line]
    return Text(
        title=unmarked(sheet.content["title"]),
        text="\n".join(said),
        snippet=" ".join(said),
    )


def _lines(part: dict[str, Any]) -> Iterator[str]:
    """Yield what a part says, apart from its table of hours."""
    if part["kind"] == "text":
        yield part["heading"]
        for paragraph in part["paragraphs"]:
            yield from paragraph["lines"]
    else:
        yield from (part["name"], part["summary"])
        yield from (fact["value"] for fact in part["facts"])
