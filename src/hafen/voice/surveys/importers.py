"""Filled questionnaires as an office keeps them: one row is one sheet.

Which survey it is, the headings tell: those of a survey of the town, else those of
a questionnaire that comes ready, which is then made a survey.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hafen.core.db.names import sort_key
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.pool.lists import Languages
from hafen.mechanisms.imports import cleaning
from hafen.mechanisms.imports.mapping import folded
from hafen.mechanisms.imports.planning import digest
from hafen.mechanisms.imports.problems import Problem
from hafen.mechanisms.imports.registry import (
    Entry,
    Field,
    Importer,
    Order,
    Return,
    Scope,
    SourceRow,
    Unrecognised,
    Written,
)
from hafen.mechanisms.questions.models import Question
from hafen.mechanisms.questions.queries import asked
from hafen.voice.surveys import services
from hafen.voice.surveys.instruments import INSTRUMENTS, Instrument
from hafen.voice.surveys.models import Response, Survey, Wave
from hafen.voice.surveys.remarks import EMPTY_SHEET, NO_NUMBER, UNKNOWN_ANSWER
from hafen.voice.surveys.rules import ENTER_PAPER

# So many of its questions must be among the headings, so that a list is known.
_ENOUGH = 0.6
_META = (
    Field("number", _("Number of the sheet"), ("fragebogen-nr.", "fragebogen", "nr.")),
    Field("language", _("Language"), ("sprache", "language")),
)
_MOST_WORDS = 3  # columns for one open question


def fit(
    municipality: Municipality, columns: Sequence[str], options: Mapping[str, Any]
) -> Importer:
    """
    Return the importer for the list of one survey.

    :raises Unrecognised: if the headings belong to none
    """
    name = options.get("survey", "")
    survey = _named(municipality, name) if name else _known(municipality, columns)
    if survey is None:
        raise Unrecognised(
            gettext("The headings belong to no survey. Please say which one it is.")
        )
    return replace(SURVEYS, fields=_fields(survey), clean=_Cleaner(survey))


def _named(municipality: Municipality, name: str) -> Survey | None:
    rows = Survey.objects.filter(municipality=municipality, sort_key=sort_key(name))
    found = rows.first()
    if found is None:
        known = Survey.objects.filter(municipality=municipality, is_archived=False)
        names = ", ".join(known.values_list("name", flat=True).order_by("sort_key"))
        raise Unrecognised(
            gettext("There is no survey “%(name)s”. There are: %(known)s.")
            % {"name": name, "known": names or "–"}
        )
    return found


def _known(municipality: Municipality, columns: Sequence[str]) -> Survey | None:
    headings = {folded(heading) for heading in columns}
    rows = Survey.objects.filter(municipality=municipality, is_archived=False)
    fits = [(_share(_headings(row), headings), row) for row in rows.order_by("-id")]
    best, survey = max(fits, key=itemgetter(0), default=(0.0, None))
    if best >= _ENOUGH:
        return survey
    for instrument in INSTRUMENTS.values():
        if _share(_german(instrument), headings) >= _ENOUGH:
            return services.create_from(
                municipality=municipality, instrument=instrument, by=None
            )
    return None


def _share(questions: Sequence[Collection[str]], headings: set[str]) -> float:
    """Return how many of the questions stand among the headings, from 0 to 1."""
    found = sum(any(folded(word) in headings for word in each) for each in questions)
    return found / len(questions) if questions else 0.0


def _headings(survey: Survey) -> list[Collection[str]]:
    """Return the words of each closed question, in all languages."""
    rows = asked(survey.questionnaire_id)
    return [list(_words(row)) for row in rows if not row.is_open]


def _german(instrument: Instrument) -> list[Collection[str]]:
    open_ones = {Question.Kind.TEXT, Question.Kind.LONG}
    with words_in("de"):
        return [
            [str(item.text)] for item in instrument.items if item.kind not in open_ones
        ]


def _fields(survey: Survey) -> tuple[Field, ...]:
    """Return what a column can be; an open question has several."""
    instrument = INSTRUMENTS.get(survey.instrument)
    columns = (
        {item.code: item.columns for item in instrument.items} if instrument else {}
    )
    language = survey.municipality.default_language
    found = list(_META)
    for question in asked(survey.questionnaire_id):
        words = tuple(dict.fromkeys(_words(question)))
        label = question.texts.get(language) or words[0]
        if not question.is_open:
            found.append(Field(question.code, label, words))
            continue
        more = columns.get(question.code) or tuple(
            f"{label} {number}" for number in range(1, _MOST_WORDS + 1)
        )
        found += [
            Field(
                f"{question.code}_{number}",
                f"{label} {number}",
                _nth(number, words, more),
            )
            for number in range(1, _MOST_WORDS + 1)
        ]
    return tuple(found)


def _words(question: Question) -> Iterator[str]:
    """Yield how lists may name a question; a row of a table as form services do."""
    yield from question.texts.values()
    for tag, stem in question.stems.items():
        if row := question.texts.get(tag):
            yield f"{stem} [{row}]"
            yield f"{stem} – {row}"


def _nth(number: int, words: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return (more[number - 1], *words) if number == 1 else (more[number - 1],)


def wave_of(survey: Survey) -> Wave:
    """Return the round to which a list belongs: the newest, or a first one."""
    open_ones = survey.waves.filter(approved_on__isnull=True)
    found = open_ones.select_related("survey").order_by("-number").first()
    if found is not None:
        return found
    # Whoever has a list has asked already.
    day = timezone.localdate() - timedelta(days=1)
    return services.plan_wave(
        survey=survey,
        data={
            "name": str(day.year),
            "opens_on": day,
            "closes_on": day,
            "takes_open_link": False,
        },
        by=None,
    )


@dataclass
class _Cleaner:
    """Reads the rows of one survey."""

    survey: Survey

    def __call__(self, rows: Sequence[SourceRow], scope: Scope) -> list[Entry]:
        wave = wave_of(self.survey)
        tongues = Languages(timezone.localdate(scope.now))
        return [self._entry(row, wave, tongues) for row in rows]

    @cached_property
    def questions(self) -> list[Question]:
        return asked(self.survey.questionnaire_id)

    def _entry(self, row: SourceRow, wave: Wave, tongues: Languages) -> Entry:
        remarks: list[Problem] = []
        answers: dict[str, Any] = {}
        words: dict[str, list[str]] = {}
        for question in self.questions:
            if question.is_open:
                texts = self._texts(row, question)
                words |= {question.code: texts} if texts else {}
            elif cell := cleaning.line(row.cell(question.code)):
                value = _read(question, cell, row.heading(question.code), remarks)
                answers |= {} if value is None else {question.code: value}
        if not answers and not words:
            remarks.append(Problem(EMPTY_SHEET, is_error=True))
        number = cleaning.line(row.cell("number"))
        key = number or f"{row.number}:{digest(dict(row.cells))}"
        spoken = tongues.read(row.cell("language"))
        values = {
            "wave": str(wave.pk),
            "language": next((tag for *_names, tag in spoken if tag), ""),
            "answers": answers,
            "words": words,
        }
        title = gettext("Sheet %(number)s") % {"number": number or row.number}
        return Entry(f"{wave.pk}:{key}", title, values, tuple(remarks))

    @staticmethod
    def _texts(row: SourceRow, question: Question) -> list[str]:
        names = (f"{question.code}_{n}" for n in range(1, _MOST_WORDS + 1))
        cells = (row.cell(name).strip()[:2_000] for name in names)
        return [cell for cell in cells if cell]


def _read(
    question: Question, cell: str, heading: str, remarks: list[Problem]
) -> Any | None:
    """Return what a cell means; None, with a remark, where it means nothing."""
    if question.is_choice:
        return _chosen(question, cell, heading, remarks)
    if question.kind == Question.Kind.NUMBER and not cell.isdecimal():
        remarks.append(Problem(NO_NUMBER, heading, cell))
        return None
    if question.kind == Question.Kind.DATE:
        day = cleaning.date(cell)
        remarks += [replace(each, column=heading) for each in day.problems]
        return day.value.isoformat() if day.value else None
    return int(cell) if question.kind == Question.Kind.NUMBER else cell


def _chosen(
    question: Question, cell: str, heading: str, remarks: list[Problem]
) -> Any | None:
    keys = _keys(question)
    has_several = question.kind == Question.Kind.CHOICES
    parts = cell.split(";") if has_several else [cell]
    found = [keys.get(folded(part)) for part in parts]
    if None in found:
        remarks.append(Problem(UNKNOWN_ANSWER, heading, cell))
        return None
    return found if has_several else found[0]


def _keys(question: Question) -> dict[str, str]:
    """Return the key of each answer by its words in any language, or its number."""
    found: dict[str, str] = {}
    for place, option in enumerate(question.options):
        for word in (*option["texts"].values(), str(question.number_of(place))):
            found.setdefault(folded(word), option["key"])
    return found


def fold(entries: Sequence[Entry]) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """Return the last of several rows with one number."""
    return entries[-1].values, ()


def write(order: Order, scope: Scope) -> Written:
    """Keep a sheet, or what the list says of it now."""
    said_now = order.values
    if order.object_id is None:
        wave = Wave.objects.get(municipality=scope.municipality, pk=said_now["wave"])
        made = services.keep_sheet(
            wave=wave,
            answers=said_now["answers"],
            words=said_now["words"],
            language=said_now["language"],
        )
        return Written(made.pk)
    row = Response.objects.get(municipality=scope.municipality, pk=order.object_id)
    before = _snapshot(row)
    services.replace(response=row, answers=said_now["answers"], words=said_now["words"])
    return Written(row.pk, before)


def _snapshot(row: Response) -> dict[str, Any]:
    words: dict[str, list[str]] = {}
    for each in row.open_answers.select_related("question"):
        words.setdefault(each.question.code, []).append(each.text)
    return {"answers": row.answers, "words": words}


def take_back(back: Return, scope: Scope) -> None:
    """Remove a sheet, or restore what the list said before."""
    row = Response.objects.get(municipality=scope.municipality, pk=back.object_id)
    if back.was_created:
        services.remove(response=row)
    else:
        services.replace(
            response=row, answers=back.before["answers"], words=back.before["words"]
        )


def versions(ids: Sequence[UUID], scope: Scope) -> dict[UUID, int]:
    rows = Response.objects.filter(municipality=scope.municipality, pk__in=ids)
    return dict(rows.values_list("pk", "version"))


SURVEYS = Importer(
    key="surveys",
    label=_("Filled questionnaires"),
    fields=_META,
    clean=lambda _rows, _scope: [],
    fold=fold,
    write=write,
    take_back=take_back,
    versions=versions,
    permission=ENTER_PAPER,
    can_publish=False,
    fit=fit,
    asks=("survey",),
)
