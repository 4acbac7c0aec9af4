"""A page tree from Integreat's public API: a list of pages as JSON.

The fields that are read: `title`, `content`, `excerpt`, `last_updated`,
`parent`, `order`, `available_languages`, `url`, `id`. Contents are cleaned by
the same list of elements as all rich text here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.html import strip_tags
from wagtail.rich_text import RichText

from hafen.core.db.errors import DomainError
from hafen.core.places.models import Municipality
from hafen.core.translation.richtext import sanitised
from hafen.information.knowledge import services
from hafen.information.knowledge.models import ArticlePage, Entry
from hafen.information.knowledge.services import UnknownLanguage
from hafen.mechanisms.search.folding import fold

_HEADING = re.compile(r"<h[12][^>]*>(.*?)</h[12]>", re.DOTALL | re.IGNORECASE)
_EMPTY = re.compile(r"^(?:<p>|</p>|<br\s*/?>|&nbsp;|\s)*$")


class NotAPageTree(DomainError):
    """The file is no list of pages as Integreat's API gives them."""


@dataclass(frozen=True)
class Origin:
    """Whose pages come in.

    :param is_kept_there: whether they are changed there alone, and read-only here
    """

    name: str
    is_kept_there: bool = False


INTEGREAT = Origin("Integreat")


@dataclass
class Result:
    """What became of a file.

    :param problems: one sentence each
    """

    new: int
    changed: int
    same: int
    problems: list[str]


@dataclass(frozen=True)
class _Given:
    id: str
    parent: str
    order: int
    title: str
    html: str
    url: str
    changed_at: str
    others: dict[str, str]
    # The page that stands before it below the same parent.
    before: str = ""


@transaction.atomic
def bring_in(
    *,
    municipality: Municipality,
    pages: Any,
    language: str,
    original: str = "",
    origin: Origin = INTEGREAT,
) -> Result:
    """
    Make or renew pages of one language; the same file twice changes nothing.

    :param original: the language whose pages these are translations of; they
        are matched by `available_languages`
    :param origin: whose pages they are
    :raises NotAPageTree: if the file is something else
    """
    given = _parents_first([_read(each) for each in _listed(pages)])
    result = Result(0, 0, 0, [])
    for each in given:
        try:
            if original:
                _translate(municipality, each, (language, original), origin, result)
            else:
                _write(municipality, each, language, origin, result)
        except UnknownLanguage:
            result.problems.append(f"{each.title}: {language}")
    return result


def _listed(pages: Any) -> list[dict[str, Any]]:
    if not isinstance(pages, list) or not all(
        isinstance(each, dict) and "id" in each and "title" in each for each in pages
    ):
        raise NotAPageTree
    return pages


def _read(page: dict[str, Any]) -> _Given:
    parent = page.get("parent") or {}
    others = page.get("available_languages") or {}
    if isinstance(others, list):
        others = {str(each.get("code")): each for each in others}
    parent_id = parent.get("id") if isinstance(parent, dict) else parent
    return _Given(
        id=str(page["id"]),
        parent=str(parent_id or ""),
        order=int(page.get("order") or 0),
        title=str(page["title"]).strip()[:255],
        html=str(page.get("content") or page.get("excerpt") or ""),
        url=str(page.get("url") or page.get("path") or "")[:500],
        changed_at=str(page.get("last_updated") or page.get("modified_gmt") or ""),
        others={code: str(each.get("id")) for code, each in others.items()},
    )


def _parents_first(given: list[_Given]) -> list[_Given]:
    """Return the pages so that each stands behind its parent, by their order."""
    known = {each.id for each in given}
    found: list[_Given] = []
    placed: set[str] = set()

    def add(parent: str) -> None:
        level = [
            each
            for each in given
            if (each.parent if each.parent in known else "") == parent
        ]
        before = ""
        for each in sorted(level, key=lambda page: page.order):
            if each.id not in placed:
                placed.add(each.id)
                found.append(replace(each, before=before))
                before = each.id
                add(each.id)

    add("")
    return found


def _present(
    municipality: Municipality, key: str, language: str, origin: Origin
) -> Entry | None:
    found: Entry | None = Entry.objects.filter(
        municipality=municipality,
        source_name=origin.name,
        external_id=key,
        language=language,
    ).first()
    return found


def _write(
    municipality: Municipality,
    given: _Given,
    language: str,
    origin: Origin,
    result: Result,
) -> None:
    key, body = f"{language}:{given.id}", _blocks(given.html)
    present = _present(municipality, key, language, origin)
    parent = _present(municipality, f"{language}:{given.parent}", language, origin)
    if present is None:
        page = ArticlePage(
            title=given.title,
            language=language,
            body=body,
            source_name=origin.name,
            is_read_only=origin.is_kept_there,
            source_url=_address(given.url),
            external_id=key,
            sources=_said(given, origin),
        )
        services.write_page(
            municipality=municipality, page=page, parent=parent, by=None, publish=True
        )
        result.new += 1
        return
    is_moved = _follow(present, given, parent, origin)
    if not _is_same(present, given.title, body):
        present.refresh_from_db()
        _renew(present, given, body, origin)
    elif not is_moved:
        result.same += 1
        return
    result.changed += 1


def _follow(page: Entry, given: _Given, parent: Entry | None, origin: Origin) -> bool:
    """
    Put a page where the source has it now; return whether it was elsewhere.

    What an editor put below a page of the house stays there, and so does what is
    below a page that has not been brought in.
    """
    wanted = parent or (
        None if given.parent else services.roots(page.municipality)[page.language]
    )
    here = services.specific(page.get_parent())
    is_ours = here is not None and here.source_name != origin.name
    if wanted is None or is_ours or page.get_parent().pk == wanted.pk:
        return False
    key = f"{page.language}:{given.before}"
    before = _present(page.municipality, key, page.language, origin)
    if before is not None and before.get_parent().pk != wanted.pk:
        before = None
    services.move_page(page=page, parent=wanted, after=before, by=None)
    return True


def _said(given: _Given, origin: Origin) -> str:
    """Return whose words they are, and of which day."""
    return given.changed_at and f"{origin.name}, {_day(given.changed_at)}"


def _renew(entry: Entry, given: _Given, body: list[Any], origin: Origin) -> None:
    page = entry.specific
    page.title, page.body = given.title, body
    # What an editor here wrote instead stays.
    if not page.sources or page.sources.startswith(f"{origin.name}, "):
        page.sources = _said(given, origin)
    page.save_revision().publish(skip_permission_checks=True)


def _translate(
    municipality: Municipality,
    given: _Given,
    languages: tuple[str, str],
    origin: Origin,
    result: Result,
) -> None:
    language, original = languages
    key = f"{original}:{given.others.get(original, '')}"
    found = _present(municipality, key, original, origin)
    if found is None:
        result.problems.append(given.title)
        return
    body = _blocks(given.html)
    present = Entry.objects.filter(original=found, language=language).first()
    if present is not None and _is_same(present, given.title, body):
        result.same += 1
        return
    services.write_translation(
        original=found,
        language=language,
        texts={"title": given.title, "body": body},
        by=None,
    )
    if present is None:
        result.new += 1
    else:
        result.changed += 1


def _is_same(entry: Entry, title: str, body: list[tuple[str, Any]]) -> bool:
    stored = [
        (block.block_type, _words(str(getattr(block.value, "source", block.value))))
        for block in entry.body
    ]
    given = [
        (kind, _words(str(getattr(value, "source", value)))) for kind, value in body
    ]
    return entry.title == title and stored == given


def _words(html: str) -> str:
    return " ".join(fold(strip_tags(html)).split())


def _blocks(html: str) -> list[tuple[str, Any]]:
    """Return headings as blocks of their own, and cleaned text between them."""
    return list(_split(html))


def _split(html: str) -> Iterator[tuple[str, Any]]:
    at = 0
    for heading in _HEADING.finditer(html):
        yield from _paragraph(html[at : heading.start()])
        if title := strip_tags(heading[1]).strip():
            yield "heading", title[:160]
        at = heading.end()
    yield from _paragraph(html[at:])


def _paragraph(html: str) -> Iterator[tuple[str, Any]]:
    cleaned = sanitised(html).strip()
    if not _EMPTY.match(cleaned):
        yield "paragraph", RichText(cleaned)


def _address(url: str) -> str:
    return url if url.startswith("https://") else ""


def _day(moment: str) -> str:
    try:
        return f"{datetime.fromisoformat(moment):%d.%m.%Y}"
    except ValueError:
        return moment[:10]
