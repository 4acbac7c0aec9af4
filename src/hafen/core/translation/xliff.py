"""Texts for translation offices: XLIFF 1.2 (OASIS Standard, 1 February 2008).

One file holds one language, one `<file>` in it one row: its `original` says
which, its note which words of the original were sent. What comes back for
words that changed meanwhile is refused by whoever takes it in.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID
from xml.etree import ElementTree as Xml

from hafen.core.db.errors import DomainError
from hafen.core.db.xml import printable
from hafen.core.translation.models import Translation

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_HASH = "hafen-original"
_MOST_BYTES = 20_000_000
_ELEMENT = re.compile(r"(<[^>]*>)")
State = Translation.State
_TARGET_STATES = {
    State.CHECKED: "final",
    State.OUTDATED: "needs-review-translation",
    State.MACHINE: "needs-review-translation",
    State.DRAFT: "needs-translation",
}
Xml.register_namespace("", NAMESPACE)

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class NotXliff(DomainError):
    """The file is no XLIFF 1.2 that could be read; the text says why."""


@dataclass(frozen=True)
class Unit:
    """One piece of a row: its original and, where there is one, its translation.

    :param is_html: its elements are sent as placeholders that stay as they are
    """

    field: str
    label: str
    source: str
    target: str = ""
    is_html: bool = False


@dataclass(frozen=True)
class Document:
    """The texts of one row in one language.

    :param content: the kind of row, as `contents` knows it
    :param read_hash: of the original that the texts were made from
    """

    content: str
    row: UUID
    source_language: str
    language: str
    read_hash: str
    units: tuple[Unit, ...]
    state: str = ""

    @property
    def texts(self) -> dict[str, str]:
        return {unit.field: unit.target for unit in self.units if unit.target}


def write(documents: Iterable[Document]) -> bytes:
    """Return the file; white space of the texts is kept."""
    root = Xml.Element(_tag("xliff"), {"version": "1.2"})
    for document in documents:
        file = Xml.SubElement(
            root,
            _tag("file"),
            {
                "original": f"{document.content}/{document.row}",
                "source-language": document.source_language,
                "target-language": document.language,
                "datatype": "plaintext",
                "{http://www.w3.org/XML/1998/namespace}space": "preserve",
            },
        )
        note = Xml.SubElement(
            Xml.SubElement(file, _tag("header")), _tag("note"), {"from": _HASH}
        )
        note.text = document.read_hash
        body = Xml.SubElement(file, _tag("body"))
        for unit in document.units:
            _write_unit(body, unit, document.state)
    content: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _write_unit(body: Xml.Element, unit: Unit, state: str) -> None:
    element = Xml.SubElement(
        body, _tag("trans-unit"), {"id": unit.field, "resname": unit.label}
    )
    _fill(Xml.SubElement(element, _tag("source")), unit.source, unit)
    if unit.target:
        look = {"state": _TARGET_STATES[State(state)]} if state else {}
        target = Xml.SubElement(element, _tag("target"), look)
        _fill(target, unit.target, unit)


def _fill(element: Xml.Element, text: str, unit: Unit) -> None:
    pieces = _ELEMENT.split(printable(text)) if unit.is_html else [printable(text)]
    element.text = pieces[0]
    for number in range(1, len(pieces), 2):
        mark = Xml.SubElement(element, _tag("ph"), {"id": str(number // 2 + 1)})
        mark.text, mark.tail = pieces[number], pieces[number + 1]


def read(content: bytes) -> list[Document]:
    """Return what a file holds.

    :raises NotXliff: for another format, broken XML, or a file that declares
        entities, which no translation office needs
    """
    if len(content) > _MOST_BYTES:
        raise NotXliff("too large")
    try:
        text = _unhidden(content)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise NotXliff("declares entities")
        root = Xml.fromstring(text)  # noqa: S314  no entity is declared, see above
    except (Xml.ParseError, ValueError, LookupError) as fault:
        raise NotXliff(str(fault)) from fault
    if root.tag != _tag("xliff"):
        raise NotXliff(root.tag)
    return list(_documents(root))


def _unhidden(content: bytes) -> bytes:
    """Return UTF-16 as UTF-8, where a declaration of entities is not overlooked."""
    if b"\0" not in content:
        return content
    text = content.decode("utf-16")
    return _DECLARATION.sub("", text, count=1).encode()


def _documents(root: Xml.Element) -> Iterator[Document]:
    for file in root.iter(_tag("file")):
        content, _slash, key = file.get("original", "").rpartition("/")
        try:
            row = UUID(key)
        except ValueError as fault:
            raise NotXliff(file.get("original", "")) from fault
        notes = (
            note.text or ""
            for note in file.iter(_tag("note"))
            if note.get("from") == _HASH
        )
        yield Document(
            content=content,
            row=row,
            source_language=file.get("source-language", ""),
            language=file.get("target-language", ""),
            read_hash=next(notes, ""),
            units=tuple(_units(file)),
        )


def _units(file: Xml.Element) -> Iterator[Unit]:
    for element in file.iter(_tag("trans-unit")):
        yield Unit(
            field=element.get("id", ""),
            label=element.get("resname", ""),
            source=_text(element.find(_tag("source"))),
            target=_text(element.find(_tag("target"))),
        )


def _text(element: Xml.Element | None) -> str:
    """Return the words of an element, those inside of inline marks included."""
    return "" if element is None else "".join(element.itertext()).strip()


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
