import io
import json
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hafen.mechanisms.imports import problems, readers, tables
from hafen.mechanisms.imports.problems import Unreadable

LIST = "Name;Straße\nCafé Süd;Hafenstraße 1\nHaus Ost;Am Kai 2\n"


def workbook(*rows, sheets=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, content in sheets:
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def refusal(content):
    with pytest.raises(Unreadable) as caught:
        readers.read_bytes(content)
    assert "%(" not in str(caught.value)
    return caught.value.sentence


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_a_list_reads_the_same_in_every_encoding_of_an_office(encoding):
    table = readers.read_bytes(LIST.encode(encoding))

    assert table.columns == ("Name", "Straße")
    assert [(row.number, row.cells["Name"]) for row in table.rows] == [
        (2, "Café Süd"),
        (3, "Haus Ost"),
    ]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator):
    text = LIST.replace(";", separator)

    assert readers.read_bytes(text.encode()).rows[0].cells["Straße"] == "Hafenstraße 1"


def test_the_separator_is_found_beside_commas_in_the_cells():
    text = "Name;Adresse\nA;Am Kai 1, 12345 Hafen\nB;Am Kai 2, 12345 Hafen\n"

    assert readers.read_bytes(text.encode()).columns == ("Name", "Adresse")


def test_the_hint_of_a_spreadsheet_program_counts_for_no_row():
    table = readers.read_bytes(("sep=|\r\n" + LIST.replace(";", "|")).encode())

    assert table.rows[0].number == 2


def test_a_cell_over_two_lines_and_an_empty_row_keep_the_numbers_of_the_sheet():
    table = readers.read_bytes(b'Name;Ort\n"Haus\nNord";Kai\n\nHaus West;Kai\n')

    assert [row.number for row in table.rows] == [2, 4]
    assert table.rows[0].cells["Name"] == "Haus\nNord"


def test_the_named_sheet_of_a_workbook_is_read_and_the_others_are_told():
    content = workbook(["Name"], ["Haus"], sheets=[("Alt", [["Titel"], ["Hof"]])])

    first = readers.read_bytes(content)
    named = readers.read_bytes(content, sheet="alt")

    assert (first.sheet, first.ignored_sheets) == ("Sheet", ("Alt",))
    assert (named.sheet, named.columns) == ("Alt", ("Titel",))
    with pytest.raises(Unreadable, match="Alt"):
        readers.read_bytes(content, sheet="Neu")


def test_old_and_open_workbooks_are_refused_by_their_names():
    old = b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le")
    locked = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")

    assert refusal(old) == problems.OLD_WORKBOOK
    assert refusal(locked) == problems.PROTECTED_WORKBOOK
    assert refusal(stream.getvalue()) == problems.OPEN_DOCUMENT


def test_a_nul_byte_spoils_its_row_alone():
    table = readers.read_bytes(b"Name;Ort\nHa\x00us;Kai\nHaus West;Kai\n")

    (problem,) = table.rows[0].problems
    assert (problem.column, problem.is_error) == ("Name", True)
    assert "\x00" not in problem.value
    assert table.rows[1].problems == ()


def test_cells_beyond_the_headings_are_told():
    table = readers.read_bytes(b"Name;Ort\nHaus;Kai;links\n")

    assert [p.sentence for p in table.rows[0].problems] == [problems.MORE_CELLS]


def test_headings_are_never_empty_and_never_twice():
    table = readers.read_bytes(b"Name;;Telefon;Telefon;\nHaus;a;1;2;\n")

    assert table.columns == ("Name", "#2", "Telefon", "Telefon (2)", "#5")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", problems.EMPTY_FILE),
        (b"\xef\xbb\xbf\r\n ", problems.EMPTY_FILE),
        (b"Name;Ort\n", problems.NO_ROWS),
        (b"Haus;48153\nHof;48155\n", problems.NO_HEADING),
        (b'Name;Ort\n"Haus;Kai\nHof;Kai\n', problems.OPEN_QUOTE),
        (b'[{"Name": "Haus",]', problems.BROKEN_JSON),
        (b'{"Name": "Haus"}', problems.NO_LIST),
        (b"[" * 100_000, problems.BROKEN_JSON),
        (b"%PDF-1.7 ...", problems.UNKNOWN_FORMAT),
        (b"\x89PNG\r\n\x1a\n", problems.UNKNOWN_FORMAT),
        (bytes(range(32)) * 40, problems.UNKNOWN_FORMAT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", problems.OLD_WORKBOOK),
        (b"PK\x03\x04 broken", problems.BROKEN_WORKBOOK),
        (b"a" * (tables.MAX_BYTES + 1), problems.TOO_LARGE),
    ],
)
def test_an_unreadable_file_is_refused_with_a_sentence(content, sentence):
    assert refusal(content) == sentence


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "list.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)

    with pytest.raises(Unreadable) as caught:
        readers.read(path)

    assert "200 MB" in str(caught.value)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(Unreadable) as caught:
        readers.read(tmp_path / "list.csv")

    assert "list.csv" in str(caught.value)


def test_a_workbook_gives_its_first_filled_sheet_as_text():
    content = workbook(
        ["Name", "PLZ", "Länge", "Formel"],
        ["Haus", 48153, 7.5, "=1+1"],
        [None, None, None, None],
        ["Hof", 48155, 7.25, "x"],
        sheets=[("Alt", [["Name"], ["Haus"]])],
    )

    table = readers.read_bytes(content)

    assert table.ignored_sheets == ("Alt",)
    assert [row.number for row in table.rows] == [2, 4]
    assert table.rows[0].cells["PLZ"] == "48153"


def test_the_error_of_a_formula_is_told_and_left_out():
    table = readers.read_bytes(b"Name;Telefon\nHaus;#BEZUG!\n")

    assert table.rows[0].cells["Telefon"] == ""
    assert [p.sentence for p in table.rows[0].problems] == [problems.FORMULA_ERROR]


def replaced(content, name, old, new):
    """Return the workbook with a part rewritten."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old_zip,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new_zip,
    ):
        for part in old_zip.namelist():
            data = old_zip.read(part)
            new_zip.writestr(part, data.replace(old, new) if part == name else data)
    return stream.getvalue()


def test_a_workbook_that_claims_the_last_cell_of_all_is_not_opened():
    content = workbook(["Name"], ["Haus"])
    far = replaced(content, "xl/worksheets/sheet1.xml", b'r="A2"', b'r="XFD1048576"')

    assert refusal(far) == problems.UNPACKS_TOO_LARGE


def test_a_workbook_that_unpacks_to_gigabytes_is_not_opened():
    content = workbook(["Name"], ["Haus"])
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", bytes(160_000_000))

    assert refusal(stream.getvalue()) == problems.UNPACKS_TOO_LARGE


def test_an_archive_that_is_no_workbook_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "nothing")

    assert refusal(stream.getvalue()) == problems.UNKNOWN_FORMAT


def test_a_list_of_objects_keeps_every_key_and_counts_from_one():
    table = readers.read_bytes(
        json.dumps(
            [{"Name": "A", "": "x"}, 7, {"Name": "B", "X": 7.5, "W": ["a", "b"]}]
        ).encode()
    )

    assert table.columns == ("Name", "#2", "X", "W")
    assert table.rows[1].problems[0].sentence == problems.NO_OBJECT
    assert table.rows[2].number == 3
    assert table.rows[2].cells == {"Name": "B", "#2": "", "X": "7.5", "W": "a, b"}


def test_points_of_a_feature_collection_become_two_columns():
    point = {"type": "Point", "coordinates": [7.6, 51.9]}
    line = {"type": "LineString", "coordinates": [[7.6, 51.9], [7.7, 51.9]]}
    features = [
        {"type": "Feature", "properties": {"Name": "A"}, "geometry": point},
        {"type": "Feature", "properties": {"Name": "B"}, "geometry": line},
        {"type": "Feature", "properties": {"Name": "C"}, "geometry": None},
    ]
    content = {"type": "FeatureCollection", "features": features}

    table = readers.read_bytes(json.dumps(content).encode())

    assert list(table.rows[0].cells.values()) == ["A", "7.6", "51.9"]
    assert [p.sentence for p in table.rows[1].problems] == [problems.NO_POINT]
    assert table.rows[2].problems == ()


def test_a_formula_stays_text_and_loses_the_apostrophe_of_an_export():
    table = readers.read_bytes(b"Name;Telefon\n=HYPERLINK(1);'+49 251 1234\n")

    assert table.rows[0].cells == {"Name": "=HYPERLINK(1)", "Telefon": "+49 251 1234"}


def readable(content):
    try:
        return readers.read_bytes(content)
    except Unreadable as refused:
        said = str(refused)
    assert said
    return None


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    readable(content)


@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=5), max_size=6))
def test_any_cells_are_read_or_refused(cells):
    table = readable(
        "\n".join(";".join(row) for row in cells).encode("utf-8", "replace")
    )
    for row in table.rows if table else ():
        for cell in row.cells.values():
            assert "\x00" not in cell


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_any_json_is_read_or_refused(content):
    readable(json.dumps(content).encode())
