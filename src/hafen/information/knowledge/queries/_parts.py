"""The pieces of a page, ready to be printed; what it names is resolved today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from hafen.core.places.models import Site, Unit
from hafen.core.taxonomy.reference import fallback_chain
from hafen.core.translation.richtext import sanitised
from hafen.information.directory.queries import Card, cards
from hafen.information.knowledge import texts
from hafen.information.knowledge.models import Entry, links_in
from hafen.information.knowledge.pictures import Picture, picture_of
from hafen.information.knowledge.queries._library import Citation, citations
from hafen.network.organisations.models import Organisation

NOTHING = SafeString("")


@dataclass(frozen=True)
class Crumb:
    """A page as a link."""

    title: str
    address: str
    language: str
    summary: str = ""
    kind: str = ""


@dataclass(frozen=True)
class ContactCard:
    """An organisation, an office or a site, as it is today."""

    name: str
    phone: str = ""
    email: str = ""
    website: str = ""
    where: str = ""
    path: str = ""


@dataclass(frozen=True)
class Part:
    """One piece of a page, ready to be printed.

    :param html: cleaned rich text
    """

    kind: str
    title: str = ""
    html: SafeString = NOTHING
    look: str = ""
    number: int = 0
    contact: ContactCard | None = None
    offer: Card | None = None
    picture: Picture | None = None
    document: Citation | None = None
    page: Crumb | None = None


def in_language(
    originals: Collection[Entry], language: str, *, with_drafts: bool = False
) -> dict[int, Entry]:
    """Return for each original the page that a reader of the language gets."""
    chain = fallback_chain(language)
    rows = Entry.objects.filter(
        original__in=[each.pk for each in originals], language__in=chain
    )
    rows = rows.written().select_related("municipality")
    if not with_drafts:
        rows = rows.filter(live=True)
    found = {each.pk: each for each in originals}
    ranks = {each.pk: _rank(each.language, chain) for each in originals}
    for row in rows:
        rank = _rank(row.language, chain)
        if rank < ranks[row.original_id]:
            found[row.original_id], ranks[row.original_id] = row, rank
    return found


def _rank(language: str, chain: tuple[str, ...]) -> int:
    return chain.index(language) if language in chain else len(chain)


def crumb_of(page: Entry, original: Entry) -> Crumb:
    return Crumb(
        title=page.title,
        address=page.address,
        language=page.language,
        summary=page.summary,
        kind=original.kind,
    )


def parts_of(entry: Entry, *, language: str, now: datetime) -> list[Part]:
    """Return the pieces of a page; what it names is read in one query per kind."""
    known = _Known(entry, language=language, now=now)
    found, number = [], 0
    with links_in(language):
        for block in entry.body:
            number += block.block_type == "step"
            part = _part(block.block_type, block.value, known, number)
            if part is not None:
                found.append(part)
    return found


def rich(html: str) -> SafeString:
    """Return rich text with its links resolved, and nothing else in it."""
    return mark_safe(sanitised(expand_db_html(html)))  # noqa: S308 - cleaned just here


def _part(kind: str, value: Any, known: "_Known", number: int) -> Part | None:
    if kind in texts.REFERENCES:
        return _reference(kind, value, known)
    if kind == "step":
        return _step(value, known, number)
    if kind == "hint":
        html, look = rich(value["text"].source), value["look"]
        return Part(kind, title=value["title"], html=html, look=look)
    return _plain_part(kind, value)


def _plain_part(kind: str, value: Any) -> Part:
    if kind == "heading":
        return Part(kind, title=value)
    if kind == "picture":
        return Part(kind, picture=picture_of(value) if value else None)
    return Part(kind, html=rich(value.source))


def _step(value: Any, known: "_Known", number: int) -> Part:
    return Part(
        "step",
        title=value["title"],
        html=rich(value["text"].source),
        number=number,
        contact=known.contacts.get(value["contact"]),
        offer=known.offers.get(value["offer"]),
        page=known.pages.get(value["page"].pk) if value["page"] else None,
    )


def _reference(kind: str, value: str, known: "_Known") -> Part | None:
    """Return the object as it is today; None when it is gone or hidden."""
    if kind == "contact" and (contact := known.contacts.get(value)):
        return Part(kind, contact=contact)
    if kind == "document" and (document := known.documents.get(value)):
        return Part(kind, document=document)
    if kind == "offer" and (offer := known.offers.get(value)):
        return Part(kind, offer=offer)
    return None


class _Known:
    """What a page names, by the keys that it names it with."""

    def __init__(self, entry: Entry, *, language: str, now: datetime) -> None:
        self._town = entry.municipality
        self._language = language
        named: dict[str, list[str]] = {}
        for kind, target in texts.mentions(entry):
            named.setdefault(kind, []).append(target)
        self.contacts = self._contacts(named)
        self.offers = self._offers(named.get("service", []), now)
        self.pages = self._pages(named.get("page", []))
        self.documents = citations(
            entry.municipality,
            named.get("document", []),
            language=language,
            today=timezone.localdate(now),
            for_staff=entry.is_internal,
        )

    def _contacts(self, named: dict[str, list[str]]) -> dict[str, ContactCard]:
        found: dict[str, ContactCard] = {}
        if keys := named.get("organisation"):
            rows = Organisation.objects.filter(municipality=self._town, pk__in=keys)
            found |= {
                f"organisation:{row.pk}": ContactCard(
                    row.name, row.phone, row.email, row.website
                )
                for row in rows.published()
            }
        if keys := named.get("unit"):
            units = Unit.objects.filter(
                municipality=self._town, pk__in=keys, is_public=True
            ).select_related("site")
            found |= {f"unit:{row.pk}": self._unit(row) for row in units}
        if keys := named.get("site"):
            sites = Site.objects.published().filter(
                municipality=self._town, pk__in=keys
            )
            found |= {f"site:{row.pk}": self._site(row) for row in sites}
        return found

    def _unit(self, row: Unit) -> ContactCard:
        where = _where(row.site) if row.site and row.site.is_published else ""
        name = row.name_in(self._language)
        return ContactCard(name, row.phone, row.email, row.website, where)

    def _site(self, row: Site) -> ContactCard:
        name = row.name_in(self._language)
        return ContactCard(name, row.phone, row.email, where=_where(row))

    def _offers(self, keys: list[str], now: datetime) -> dict[str, Card]:
        if not keys:
            return {}
        found = cards(
            [UUID(key) for key in keys], self._town, language=self._language, now=now
        )
        return {f"service:{card.id}": card for card in found}

    def _pages(self, keys: list[str]) -> dict[int, Crumb]:
        if not keys:
            return {}
        rows = Entry.objects.of(self._town).readable().filter(pk__in=keys)
        originals = Entry.objects.filter(
            pk__in=[row.original_id or row.pk for row in rows]
        ).select_related("municipality")
        by_key = {each.pk: each for each in originals}
        said = in_language(list(by_key.values()), self._language)
        return {
            row.pk: crumb_of(said[key], by_key[key])
            for row in rows
            for key in (row.original_id or row.pk,)
        }


def _where(site: Site) -> str:
    street = f"{site.street} {site.house_number}".strip()
    town = f"{site.postal_code} {site.city}".strip()
    return ", ".join(part for part in (street, town) if part)
