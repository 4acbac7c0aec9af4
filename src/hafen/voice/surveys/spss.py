"""The single sheets for SPSS: a syntax that reads our CSV and names its numbers.

The program wants names of letters, digits and underscores, and texts in single
quotation marks in one line. Labels are as long as it shows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from hafen.mechanisms.questions.models import Question, said_in

_LONGEST_LABEL, _LONGEST_VALUE = 200, 100
_HEAD = (("no", "F8.0"), ("way", "A40"), ("language", "A12"))
_FORMATS: Mapping[str, str] = {
    Question.Kind.CHOICES: "A200",
    Question.Kind.DATE: "SDATE10",
}


def syntax(questions: Iterable[Question], *, language: str, file: str) -> str:
    """
    Return the syntax for the columns of `sheets.answers_sheet`, in their order.

    :param file: the name of the CSV that lies beside it
    """
    closed = [row for row in questions if not row.is_open]
    names = dict(zip((row.pk for row in closed), _names(closed), strict=True))
    lines = [
        "* Encoding: UTF-8.",
        "GET DATA /TYPE=TXT",
        f"  /FILE={_quoted(file)} /ENCODING='UTF8' /ARRANGEMENT=DELIMITED",
        "  /DELIMITERS=';' /QUALIFIER='\"' /FIRSTCASE=2",
        "  /VARIABLES=",
        *(f"  {name} {kind}" for name, kind in _HEAD),
        *(f"  {names[row.pk]} {_FORMATS.get(row.kind, 'F8.0')}" for row in closed),
    ]
    lines[-1] += "."
    for row in closed:
        label = _quoted(row.label_in(language)[:_LONGEST_LABEL])
        lines.append(f"VARIABLE LABELS {names[row.pk]} {label}.")
        lines += _values(row, names[row.pk], language)
    return "\n".join([*lines, "EXECUTE.", ""])


def _names(questions: Iterable[Question]) -> Iterator[str]:
    """Yield a name for each question that the program takes, none of them twice."""
    taken = {name for name, _kind in _HEAD}
    for number, row in enumerate(questions, start=1):
        name = re.sub(r"[^a-z0-9]+", "_", row.code.lower()).strip("_")
        if not name[:1].isalpha() or name in taken:
            name = f"v{number}_{name}".rstrip("_")
        taken.add(name)
        yield name


def _values(row: Question, name: str, language: str) -> Iterator[str]:
    """Yield what the numbers of a question mean; several in one cell have none."""
    if not row.options or row.kind == Question.Kind.CHOICES:
        return
    said = [
        (row.number_of(place), said_in(option["texts"], language)[:_LONGEST_VALUE])
        for place, option in enumerate(row.options)
    ]
    told = " ".join(f"{number} {_quoted(words)}" for number, words in sorted(said))
    yield f"VALUE LABELS {name} {told}."


def _quoted(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"
