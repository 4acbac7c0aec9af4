"""What is wrong with a cell, a row or a file, said once and shown in any language.

A problem keeps the English sentence; the edge translates it. So the list of an
import can be read in German by one person and in English by the next.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any


def _(sentence: str) -> str:
    """Mark a sentence for the catalogues; this module knows no Django."""
    return sentence


@dataclass(frozen=True)
class Problem:
    """One remark on one row.

    :param sentence: what is wrong and what to do, in English
    :param column: the heading as the file has it; empty for the whole row
    :param value: what stood there
    :param is_error: the row is not imported; otherwise it is, and somebody
        should look at it
    :param params: pairs for %(name)s in the sentence
    :param is_change: nothing is wrong; it says what becomes of the value
    """

    sentence: str
    column: str = ""
    value: str = ""
    is_error: bool = False
    params: tuple[tuple[str, str], ...] = ()
    is_change: bool = False

    def in_column(self, column: str) -> "Problem":
        return replace(self, column=column)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Problem":
        params = tuple((name, value) for name, value in stored["params"])
        return cls(**{**stored, "params": params})


class Unreadable(Exception):
    """The file as a whole cannot be read; nothing of it is imported.

    :param sentence: English, with %(name)s for the parameters
    """

    def __init__(
        self, sentence: str, params: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(sentence, params)
        self.sentence = sentence
        self.params = dict(params or {})

    def __str__(self) -> str:
        return self.sentence % self.params


EMPTY_FILE = _("The file is empty. Please choose the file with the list.")
TOO_LARGE = _(
    "The file has %(size)s MB; at most %(limit)s MB can be read. Please split the"
    " list into several files or remove pictures from it."
)
TOO_MANY_ROWS = _(
    "The list has more than %(limit)s rows. Please split it into several files."
)
TOO_MANY_COLUMNS = _(
    "The list has more than %(limit)s columns. Please remove the ones that are not"
    " needed."
)
UNPACKS_TOO_LARGE = _(
    "This workbook unpacks to far more than it seems to hold and was not opened."
    " Please copy the list into a new workbook and save that one."
)
BROKEN_WORKBOOK = _(
    "The workbook is damaged and cannot be opened. Please open it in your"
    " spreadsheet program and save it again as XLSX."
)
PROTECTED_WORKBOOK = _(
    "The workbook is protected by a password. Please save it as XLSX without one."
)
OLD_WORKBOOK = _(
    "This is a workbook in the old format XLS, which cannot be read. Please open it"
    " in your spreadsheet program and save it as XLSX."
)
OPEN_DOCUMENT = _(
    "This is an OpenDocument file (ODS), which cannot be read. Please open it in"
    " your spreadsheet program and save it as XLSX."
)
NO_SUCH_SHEET = _(
    "The workbook has no sheet “%(sheet)s” that holds anything. It has: %(names)s."
)
UNKNOWN_FORMAT = _(
    "This is no list that can be read. Please use CSV, XLSX, JSON or GeoJSON."
)
BROKEN_JSON = _(
    "The JSON file is damaged near line %(line)s. Please export it again from the"
    " program it comes from."
)
NO_LIST = _(
    "The JSON file holds no list. It must be a list of objects, or a GeoJSON"
    " FeatureCollection."
)
OPEN_QUOTE = _(
    "A quotation mark that opens in row %(row)s is never closed, so that the rest of"
    " the list runs into one cell. Please close it or remove it."
)
NO_HEADING = _(
    "The first row must name the columns, but it holds “%(value)s”. Please insert a"
    " row with headings at the top."
)
NO_ROWS = _("Below the headings the list has no rows.")
NOT_FOUND = _("The file %(name)s does not exist or must not be read.")

BAD_CHARACTER = _(
    "This cell holds a character that no text may hold (such as a NUL byte). Please"
    " type the cell anew."
)
CELL_TOO_LONG = _("This cell holds more than 20,000 characters. Please shorten it.")
NO_OBJECT = _("This element of the list is no object with names and values.")
MORE_CELLS = _(
    "The row has more cells than there are headings; the ones at the end are not"
    " read. Perhaps a separator stands inside a cell without quotation marks."
)
FORMULA_ERROR = _("The formula in this cell gives an error; the cell was left empty.")
NO_POINT = _("The geometry is no point; the entry gets no position on the map.")

TEXT_BESIDE_NUMBER = _(
    "Beside the telephone number stands a text; it was kept as a note. Please check."
)
NUMBER_UNREAD = _(
    "This telephone number could not be read and was left out. Please write it like"
    " 0251 492-0."
)
NUMBER_UNUSUAL = _(
    "No telephone number of this form is in use. It was kept; please check it."
)
MAIL_UNREAD = _(
    "This is no e-mail address and was left out. Please write it like info@example.org."
)
ADDRESS_UNREAD = _(
    "Street and town could not be told apart; the address was kept as one text."
)
URL_UNREAD = _(
    "This is no web address and was left out. It must begin with https:// or http://."
)
DATE_UNREAD = _(
    "This is no date and was left out. Please write it like 31.12.2026 or 2026-12-31."
)
COORDINATE_UNREAD = _(
    "This is no position in degrees and was left out. Please write the longitude like"
    " 7.6261 and the latitude like 51.9607."
)
COORDINATES_SWAPPED = _(
    "Longitude and latitude were in each other's column; they were exchanged."
)

EDITED_SINCE = _(
    "This entry was edited here since the last import. What changed in the list"
    " replaces it; everything else stays as edited."
)
LIKE_KNOWN = _(
    "This may be the same as the entry “%(name)s” that is there already. It was"
    " imported; please compare the two."
)
LIKE_ROW = _(
    "This may be the same as row %(row)s (“%(name)s”). Both were imported; please"
    " compare them."
)
NO_STREET = _("The street is missing.")
NUMBERS_UNREAD = _(
    "These house numbers could not be read. Please write them like 1–35, 12 or"
    " 2–40 even."
)
NUMBERS_BACKWARDS = _("The last house number is smaller than the first.")
PLACE_UNKNOWN = _(
    "There is no entry of this name here. Please create it first, or correct the name."
)
LEADS_NOWHERE = _("The row names neither a site nor a district that is known.")

NOT_WRITTEN = _("The database refused this row. Please check its cells.")
