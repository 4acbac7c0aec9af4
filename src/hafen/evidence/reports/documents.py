"""Word documents (DOCX) with what a screen reader needs: headings, table heads.

Office Open XML is a ZIP of a few parts; a report needs four kinds of content.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from hafen.core.db.languages import RIGHT_TO_LEFT

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What XML cannot hold at all.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SIZES = (36, 28, 24, 22)


class Document:
    """A paper that is written from top to bottom."""

    def __init__(self, title: str, *, language: str) -> None:
        self._title = title
        self._language = language
        self._is_rtl = language in RIGHT_TO_LEFT
        self._body: list[str] = []

    def heading(self, text: str, level: int) -> None:
        self._body.append(self._paragraph(text, f"Heading{level}"))

    def text(self, text: str) -> None:
        self._body.append(self._paragraph(text))

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        width = "".join("<w:gridCol/>" for _head in heads)
        look = '<w:tblStyle w:val="Lines"/><w:tblW w:w="5000" w:type="pct"/>'
        look = f"{'<w:bidiVisual/>' if self._is_rtl else ''}{look}"
        lines = "".join(self._row(row) for row in rows)
        self._body.append(
            f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{width}</w:tblGrid>"
            f"{self._row(heads, is_head=True)}{lines}</w:tbl>{self._paragraph('')}"
        )

    def file(self) -> bytes:
        parts = {
            "[Content_Types].xml": _types(),
            "_rels/.rels": _relations(
                (f"{_RELATIONS}/officeDocument", "word/document.xml"),
                (
                    f"{_PACKAGE}/relationships/metadata/core-properties",
                    "docProps/core.xml",
                ),
            ),
            "docProps/core.xml": self._core(),
            "word/_rels/document.xml.rels": _relations(
                (f"{_RELATIONS}/styles", "styles.xml")
            ),
            "word/styles.xml": self._styles(),
            "word/document.xml": (
                f'{_HEAD}<w:document xmlns:w="{_WORD}"><w:body>{"".join(self._body)}'
                "</w:body></w:document>"
            ),
        }
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name, content)
        return file.getvalue()

    def _paragraph(self, text: str, style: str = "", *, is_bold: bool = False) -> str:
        look = f'<w:pStyle w:val="{style}"/>' if style else ""
        look += "<w:bidi/>" if self._is_rtl else ""
        run = ("<w:b/>" if is_bold else "") + ("<w:rtl/>" if self._is_rtl else "")
        words = escape(_CONTROL.sub("", text))
        return (
            f"<w:p><w:pPr>{look}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
            f'<w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
        )

    def _row(self, cells: Sequence[str], *, is_head: bool = False) -> str:
        # A reader says the head again on each page, and beside each cell.
        head = "<w:trPr><w:tblHeader/></w:trPr>" if is_head else ""
        inside = "".join(
            f"<w:tc><w:tcPr/>{self._paragraph(cell, is_bold=is_head)}</w:tc>"
            for cell in cells
        )
        return f"<w:tr>{head}{inside}</w:tr>"

    def _core(self) -> str:
        elements = "http://purl.org/dc/elements/1.1/"
        title = escape(_CONTROL.sub("", self._title))
        return (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
            f' xmlns:dc="{elements}"><dc:title>{title}</dc:title>'
            f"<dc:language>{escape(self._language)}</dc:language></cp:coreProperties>"
        )

    def _styles(self) -> str:
        language = quoteattr(self._language)
        tag = f"<w:lang w:val={language} w:bidi={language}/>"
        headings = "".join(
            f'<w:style w:type="paragraph" w:styleId="Heading{level}">'
            f'<w:name w:val="heading {level}"/><w:qFormat/><w:pPr><w:keepNext/>'
            '<w:spacing w:before="240" w:after="80"/>'
            f'<w:outlineLvl w:val="{level - 1}"/>'
            f'</w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
            for level, size in enumerate(_SIZES, start=1)
        )
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:color="808080"/>'
            for side in ("top", "bottom", "insideH")
        )
        return (
            f'{_HEAD}<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
            '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
            '<w:sz w:val="21"/>'
            f"{tag}</w:rPr></w:rPrDefault></w:docDefaults>{headings}"
            '<w:style w:type="table" w:styleId="Lines"><w:name w:val="Lines"/>'
            f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr></w:style></w:styles>"
        )


def _types() -> str:
    parts = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in (
            ("word/document.xml", f"{_TYPE}.document.main+xml"),
            ("word/styles.xml", f"{_TYPE}.styles+xml"),
            (
                "docProps/core.xml",
                "application/vnd.openxmlformats-package.core-properties+xml",
            ),
        )
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _relations(*found: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(found, start=1)
    )
    place = f"{_PACKAGE}/relationships"
    return f'{_HEAD}<Relationships xmlns="{place}">{inside}</Relationships>'
