"""What a letter or leaflet would say if it were printed now, and what it lacks.

Any number of papers in any number of languages: what is read does not grow
with the papers, only offers are read once for each language.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from hafen.core.files.typesetting import (
    direction,
    isolated,
    runs_right_to_left,
)
from hafen.core.places.models import Municipality
from hafen.core.places.public_addresses import public_address
from hafen.core.taxonomy.reference import words_in
from hafen.core.translation.models import Translatable, Translation
from hafen.information.directory.queries import Card, cards
from hafen.information.knowledge import on_paper
from hafen.information.knowledge.models import (
    Paper,
    PaperPart,
    PaperQuerySet,
    Quote,
)
from hafen.information.knowledge.on_paper import Said
from hafen.information.knowledge.queries._facts import FactBook

State = Translation.State
CODE = re.compile(r"\{([a-z0-9_-]{1,30})\}")
_ONLY_MARKS = re.compile(r"[\W_]*")


class Lack(Enum):
    """Why a paper cannot be printed in a language."""

    EMPTY = "empty"
    TITLE = "title"
    MISSING = "missing"
    DRAFT = "draft"
    MACHINE = "machine"
    OUTDATED = "outdated"
    CHANGED = "changed"
    FACT = "fact"
    CODE = "code"
    OFFER = "offer"
    HOME = "home"


@dataclass(frozen=True)
class Gap:
    """Something that a paper lacks, and where: the block, the offer, the code."""

    lack: Lack
    where: str = ""


@dataclass(frozen=True)
class Composed:
    """A paper in one language as it would be printed now."""

    language: str
    content: Said
    gaps: tuple[Gap, ...]

    @property
    def is_complete(self) -> bool:
        return not self.gaps

    @property
    def content_hash(self) -> str:
        """What changes whenever anything on the paper does."""
        written = json.dumps(self.content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()


def composed(
    papers: Collection[Paper], municipality: Municipality, *, now: datetime
) -> dict[tuple[UUID, str], Composed]:
    """Return each paper in each of its languages, as it is now."""
    if not papers:
        return {}
    composer = _Composer(papers, municipality, now)
    wanted = {language for paper in papers for language in paper.languages}
    return {
        (paper.pk, language): found
        for language in sorted(wanted)
        for paper, found in composer.in_language(language)
    }


def codes_in(text: str) -> list[str]:
    """Return the short names in braces, each once, in their order."""
    return list(dict.fromkeys(CODE.findall(text)))


def paragraphs(text: str, values: dict[str, list[str]], language: str) -> list[Said]:
    """Return the paragraphs and points of a text, facts filled in.

    A fact of several lines, or of German words on an Arabic paper, stands on
    lines of its own: a line of one direction is read in order everywhere.
    """
    found: list[Said] = []
    for passage in re.split(r"\n\s*\n", text.strip()):
        lines: list[str] = []
        for line in passage.splitlines():
            if line.startswith("- "):
                found += _paragraph(lines)
                lines = []
                said = list(_set_in(line[2:], values, language))
                found.append({"is_point": True, "lines": said})
            else:
                lines += _set_in(line.strip(), values, language)
        found += _paragraph(lines)
    return found


def filled_in(content: Said, values: dict[str, list[str]], language: str) -> Said:
    """Return a paper with what a clerk has filled in."""
    parts = [
        part
        if part["kind"] != "text"
        else part
        | {
            "heading": _line(part["heading"], values),
            "paragraphs": [
                each
                | {
                    "lines": [
                        line
                        for given in each["lines"]
                        for line in _again(given, values, language)
                    ]
                }
                for each in part["paragraphs"]
            ],
        }
        for part in content["parts"]
    ]
    return content | {"title": _line(content["title"], values), "parts": parts}


def _line(text: str, values: dict[str, list[str]]) -> str:
    return CODE.sub(lambda found: ", ".join(values.get(found[1], [found[0]])), text)


def _again(line: str, values: dict[str, list[str]], language: str) -> Iterable[str]:
    return _set_in(line, values, language) if CODE.search(line) else [line]


def _paragraph(lines: list[str]) -> list[Said]:
    return [{"is_point": False, "lines": lines}] if lines else []


def _set_in(line: str, values: dict[str, list[str]], language: str) -> Iterator[str]:
    """Yield a line with its facts, and those that need lines of their own."""
    before, rest = "", line
    while match := CODE.search(rest):
        before += rest[: match.start()]
        lines = values.get(match[1], [match[0]])
        rest = rest[match.end() :]
        if _stands_alone(lines, language):
            if before.strip():
                yield _kept(before.strip(), language)
            yield from lines
            before, rest = "", rest if not _ONLY_MARKS.fullmatch(rest) else ""
        else:
            before += ", ".join(lines)
    if (before + rest).strip():
        yield _kept((before + rest).strip(), language)


def _kept(line: str, language: str) -> str:
    """Return a line with its numbers kept together, once it is complete."""
    return line if CODE.search(line) else isolated(line, language)


def _stands_alone(lines: list[str], language: str) -> bool:
    if len(lines) != 1:
        return len(lines) > 1
    is_foreign = direction(language) == "rtl" and not runs_right_to_left(lines[0])
    return is_foreign and " " in lines[0]


class _Composer:
    """Everything that the papers name, read once."""

    def __init__(
        self, papers: Collection[Paper], municipality: Municipality, now: datetime
    ) -> None:
        self._town, self._now = municipality, now
        rows = Paper.objects.filter(pk__in=[paper.pk for paper in papers])
        self._papers: list[Any] = list(with_parts(rows.order_by("pk")))
        found = [part for paper in self._papers for part in paper.loaded_parts]
        self._offers = [part.service_id for part in found if part.service_id]
        self._book = FactBook(
            municipality,
            [
                quote
                for part in found
                if part.block
                for quote in part.block.quotes.all()
            ],
            now=now,
            sites=[part.site for part in found if part.site],
            services=self._offers,
        )

    def in_language(self, language: str) -> Iterator[tuple[Paper, Composed]]:
        """Yield each paper that there is to be in a language."""
        papers = [paper for paper in self._papers if language in paper.languages]
        with words_in(language):
            found = self._cards(papers, language)
            for paper in papers:
                yield paper, self._paper(paper, language, found)

    def _cards(self, papers: Iterable[Any], language: str) -> dict[UUID, Card]:
        keys = [
            part.service_id
            for paper in papers
            for part in paper.loaded_parts
            if part.service_id
        ]
        if not keys:
            return {}
        found = cards(keys, self._town, language=language, now=self._now)
        return {card.id: card for card in found}

    def _paper(self, paper: Any, language: str, found: dict[UUID, Card]) -> Composed:
        texts, _lack = said_in(paper, language)
        gaps = lacks(paper, language)
        parts: list[Said] = []
        for part in paper.loaded_parts:
            if part.block:
                said, more = self._block(part.block, paper, language)
            elif part.service_id:
                said, more = self._offer(part, found, language)
            else:
                said, more = self._site(part, paper, language)
            parts.append(said)
            gaps += more
        content = {
            "language": language.split("-")[0],
            "direction": direction(language),
            "title": isolated(texts["title"], language),
            "parts": parts,
        }
        return Composed(language, content, tuple(dict.fromkeys(gaps)))

    def _block(self, block: Any, paper: Paper, language: str) -> tuple[Said, list[Gap]]:
        texts, _lack = said_in(block, language)
        values = {
            quote.code: self._book.lines(quote, language)
            for quote in block.quotes.all()
        }
        gaps = [Gap(Lack.FACT, code) for code, lines in values.items() if not lines]
        is_home = any(
            quote.site_id and self._book.sites[str(quote.site_id)].is_accommodation
            for quote in block.quotes.all()
        )
        if is_home and paper.is_public:
            gaps.append(Gap(Lack.HOME, str(block)))
        return {
            "kind": "text",
            "heading": isolated(texts["heading"], language),
            "paragraphs": paragraphs(texts["text"], values, language),
        }, gaps

    def _offer(
        self, part: Any, found: dict[UUID, Card], language: str
    ) -> tuple[Said, list[Gap]]:
        card = found.get(part.service_id)
        if card is None:
            return {}, [Gap(Lack.OFFER, part.service.name)]
        address = public_address(self._town, f"{language}/offers/{card.address}/")
        said = self._book.offers.said(card, language)
        return {"kind": "offer", **said, "address": address}, []

    def _site(self, part: Any, paper: Paper, language: str) -> tuple[Said, list[Gap]]:
        site = part.site
        hours = self._book.hours[site.pk]
        said = on_paper.usual_site(site, hours, self._town, language, self._book.today)
        is_told = paper.is_public and (site.is_accommodation or not site.is_published)
        return {"kind": "site", **said}, [Gap(Lack.HOME, site.name)] * is_told


def lacks(paper: Any, language: str) -> list[Gap]:
    """Return what the texts of a loaded paper lack; facts are not looked up."""
    gaps = [] if said_in(paper, language)[1] is None else [Gap(Lack.TITLE)]
    blocks = [part.block for part in paper.loaded_parts if part.block]
    for block in blocks:
        texts, lack = said_in(block, language)
        if lack is not None:
            gaps.append(Gap(lack, str(block)))
        if block.outdated_at is not None:
            gaps.append(Gap(Lack.CHANGED, str(block)))
        known = {quote.code for quote in block.quotes.all()}
        known |= set(paper.variables) if paper.is_filled_in else set()
        used = codes_in(texts["text"])
        gaps += [Gap(Lack.CODE, code) for code in used if code not in known]
    if not paper.loaded_parts:
        gaps.append(Gap(Lack.EMPTY))
    return gaps


def with_parts(rows: PaperQuerySet) -> PaperQuerySet:
    """Load the parts of papers, with their texts in every language."""
    quotes = Prefetch("block__quotes", Quote.objects.order_by("code"))
    parts = (
        PaperPart.objects.select_related("block", "service", "site")
        .prefetch_related("block__translations", quotes)
        .order_by("place", "pk")
    )
    return rows.prefetch_related(
        "translations", Prefetch("parts", parts, to_attr="loaded_parts")
    )


def said_in(row: Translatable, language: str) -> tuple[dict[str, str], Lack | None]:
    """Return the texts of a row in a language, and why they cannot be printed.

    Printed is what somebody has checked: a leaflet cannot be called back.
    """
    names = row.TRANSLATED_FIELDS
    originals = {name: getattr(row, name) or "" for name in names}
    if language == row.source_language:
        return originals, None
    found = {each.language: each for each in row.translations.all()}.get(language)
    if found is None or found.state == State.MISSING:
        return originals, Lack.MISSING
    texts = {name: getattr(found, name) or "" for name in names}
    if any(originals[name] and not texts[name] for name in names):
        return texts, Lack.MISSING
    lacks = {
        State.DRAFT: Lack.DRAFT,
        State.MACHINE: Lack.MACHINE,
        State.OUTDATED: Lack.OUTDATED,
    }
    return texts, lacks.get(State(found.state))
