"""Lets the letters lam and alef be two glyphs that together look like one.

Run by `scripts/vendor.py` with fontTools; writes the fonts for PDF files anew.
Arabic joins lam and alef to one shape. As one glyph for two letters, programs
that read a PDF aloud or search in it get them in the wrong order ("الا" becomes
"اال"). Here lam alone takes the shape of both, and alef becomes a glyph without
any ink: the page looks the same, and every letter stays a letter.
"""

import sys
from pathlib import Path
from typing import Any

from fontTools.otlLib import builder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

LAM = ("uniFEDF", "uniFEE0")


def main(path: Path) -> None:
    font = TTFont(path)
    for index in _lookups(font):
        _replace(font, index)
    font.save(path)


def _lookups(font: TTFont) -> list[int]:
    """Return which lookups join lam and alef."""
    found = []
    for index, lookup in enumerate(font["GSUB"].table.LookupList.Lookup):
        for table in _subtables(lookup):
            if table.LookupType == 4 and set(LAM) & set(table.ligatures):
                found.append(index)
    return found


def _subtables(lookup: Any) -> list[Any]:
    return [getattr(table, "ExtSubTable", table) for table in lookup.SubTable]


def _replace(font: TTFont, index: int) -> None:
    lookups = font["GSUB"].table.LookupList
    old = lookups.Lookup[index]
    pairs = [
        (first, joined.Component[0], joined.LigGlyph)
        for table in _subtables(old)
        for first, ligatures in table.ligatures.items()
        for joined in ligatures
        if len(joined.Component) == 1
    ]
    tables = [_chain(font, *pair) for pair in pairs]
    new = otTables.Lookup()
    new.LookupType, new.LookupFlag = 6, old.LookupFlag
    if hasattr(old, "MarkFilteringSet"):
        new.MarkFilteringSet = old.MarkFilteringSet
    new.SubTable, new.SubTableCount = tables, len(tables)
    lookups.Lookup[index] = new


def _chain(font: TTFont, lam: str, alef: str, joined: str) -> Any:
    """Return the rule: before this alef, lam takes the joined shape."""
    shape = _single(font, {lam: joined})
    gone = _single(font, {alef: _without_ink(font, alef)})
    table = otTables.ChainContextSubst()
    table.Format = 3
    table.BacktrackCoverage, table.LookAheadCoverage = [], []
    glyphs = font.getReverseGlyphMap()
    table.InputCoverage = [
        builder.buildCoverage({lam}, glyphs),
        builder.buildCoverage({alef}, glyphs),
    ]
    records = []
    for position, lookup in enumerate((shape, gone)):
        record = otTables.SubstLookupRecord()
        record.SequenceIndex, record.LookupListIndex = position, lookup
        records.append(record)
    table.SubstLookupRecord = records
    table.BacktrackGlyphCount = table.LookAheadGlyphCount = 0
    table.InputGlyphCount, table.SubstCount = 2, 2
    return table


def _single(font: TTFont, mapping: dict[str, str]) -> int:
    lookups = font["GSUB"].table.LookupList
    table = builder.buildSingleSubstSubtable(mapping)
    lookups.Lookup.append(builder.buildLookup([table]))
    lookups.LookupCount = len(lookups.Lookup)
    return len(lookups.Lookup) - 1


def _without_ink(font: TTFont, alef: str) -> str:
    name = f"{alef}.gone"
    if name not in font.getGlyphOrder():
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        font["glyf"][name] = TTGlyphPen(None).glyph()
        font["hmtx"][name] = (0, 0)
        if "GDEF" in font and font["GDEF"].table.GlyphClassDef:
            font["GDEF"].table.GlyphClassDef.classDefs[name] = 1
    return name


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        main(Path(argument))
