"""What came of a round, in the words of the town's main language."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Count

from hafen.mechanisms.questions.models import Question, said_in
from hafen.mechanisms.questions.queries import asked
from hafen.voice.surveys.models import Category, OpenAnswer, Response, Survey, Wave
from hafen.voice.surveys.queries._periods import periods
from hafen.voice.surveys.queries._shapes import (
    Group,
    Line,
    Results,
    Table,
    Words,
    from_json,
)
from hafen.voice.surveys.suppression import hidden

Kind = Question.Kind


def results_of(wave: Wave) -> Results:
    """Return the results of a round; small counts are hidden as its survey says."""
    if wave.kept:
        return from_json(wave.kept)
    survey, language = wave.survey, wave.municipality.default_language
    rows = list(wave.responses.values_list("way", "answers"))
    sheets = [answers for _way, answers in rows]
    questions = asked(survey.questionnaire_id)
    tables = [
        table_of(question, sheets, least=survey.least_cell, language=language)
        for question in questions
        if not question.is_open
    ]
    by_code = {table.code: table for table in tables}
    persons = survey.persons_question
    return Results(
        returned=len(sheets),
        invited=wave.invited_in_all or None,
        least=survey.least_cell,
        tables=tables,
        groups=_groups(wave, by_code),
        persons=by_code[persons.code].total if persons else None,
        ways=dict(sorted(Counter(way for way, _answers in rows).items())),
        mentions=_mentions(wave, questions, language),
    )


def table_of(
    question: Question,
    sheets: Collection[Mapping[str, Any]],
    *,
    least: int,
    language: str,
) -> Table:
    """Count the answers to one question."""
    said = [sheet[question.code] for sheet in sheets if question.code in sheet]
    n = len(said)
    counted: Counter[str] = Counter()
    for value in said:
        if question.is_choice:
            counted.update(value if isinstance(value, list) else [value])
    counts = [counted[option["key"]] for option in question.options]
    gone = hidden(counts, least)
    lines = [
        Line(
            key=option["key"],
            label=said_in(option["texts"], language),
            number=question.number_of(place),
            count=None if place in gone else counts[place],
        )
        for place, option in enumerate(question.options)
    ]
    if question.kind == Kind.DATE:
        lines = periods(said, least=least, language=language)
    is_number = question.kind == Kind.NUMBER
    return Table(
        code=question.code,
        label=said_in(question.texts, language),
        stem=said_in(question.stems, language) if question.stems else "",
        kind=question.kind,
        n=n,
        missing=len(sheets) - n,
        lines=lines,
        total=sum(said) if is_number and n >= max(least, 1) else None,
    )


def _groups(wave: Wave, by_code: Mapping[str, Table]) -> list[Group]:
    question = wave.survey.group_question
    if question is None or question.code not in by_code:
        return []
    return [
        Group(line.key, line.label, wave.invited.get(line.key), line.count)
        for line in by_code[question.code].lines
    ]


def _mentions(wave: Wave, questions: Iterable[Question], language: str) -> list[Words]:
    """Return what people wrote to each open question."""
    survey, least = wave.survey, wave.survey.least_cell
    written = dict(
        OpenAnswer.objects.filter(response__wave=wave)
        .values_list("question")
        .annotate(n=Count("response", distinct=True))
        .order_by("question")
    )
    named: dict[Any, list[tuple[str, int | None]]] = {}
    rows = Category.objects.filter(
        survey=survey, mentions__answer__response__wave=wave
    ).annotate(n=Count("mentions"))
    for row in rows.order_by("-n", "sort_key", "id"):
        shown = row.n if row.n >= least else None
        named.setdefault(row.question_id, []).append((row.name, shown))
    quotes: dict[Any, list[str]] = {}
    for quote in wave.quotes.order_by("text", "pk"):
        quotes.setdefault(quote.question_id, []).append(quote.text)
    return [
        Words(
            label=said_in(question.texts, language),
            n=written[question.pk],
            named=named.get(question.pk, []),
            quotes=quotes.get(question.pk, []),
        )
        for question in questions
        if question.is_open and question.pk in written
    ]


def compared_groups(wave: Wave) -> list[tuple[Table, list[tuple[Group, Table]]]]:
    """
    Return each question with the table of all, and its table in each group.

    Without tables of groups where counts would be small in any of them: beside the
    table of all, a single count would tell the others.
    """
    apart = wave.survey.group_question
    if apart is None or wave.kept:
        return [(table, []) for table in results_of(wave).tables if table.lines]
    sheets = list(wave.responses.values_list("answers", flat=True))
    keys = [option["key"] for option in apart.options]
    # The last part are those who told no group.
    parts = [
        [sheet for sheet in sheets if sheet.get(apart.code) == key]
        for key in (*keys, None)
    ]
    count = partial(
        table_of,
        least=wave.survey.least_cell,
        language=wave.municipality.default_language,
    )
    groups = _groups(wave, {apart.code: count(apart, sheets)})
    return [
        (
            count(question, sheets),
            []
            if question.pk == apart.pk
            else _told(groups, [count(question, part) for part in parts]),
        )
        for question in asked(wave.survey.questionnaire_id)
        if question.is_choice
    ]


def _told(
    groups: Sequence[Group], counted: Sequence[Table]
) -> list[tuple[Group, Table]]:
    """Return the table of each group, or none where any of them hides a count."""
    if any(table.is_hidden for table in counted):
        return []
    return list(zip(groups, counted[:-1], strict=True))


def compared_waves(survey: Survey, today: date) -> list[tuple[Wave, Sequence[Table]]]:
    """Return the rounds that are over with their tables, the oldest first."""
    waves = list(survey.waves.over_on(today).order_by("number"))
    said = Response.objects.filter(wave__in=waves).values_list("wave", "answers")
    sheets: dict[Any, list[Mapping[str, Any]]] = {}
    for wave, answers in said:
        sheets.setdefault(wave, []).append(answers)
    language = survey.municipality.default_language
    rows = asked(survey.questionnaire_id)
    # Days are counted by other periods each time.
    questions = [q for q in rows if not q.is_open and q.kind != Kind.DATE]
    return [
        (
            wave,
            [t for t in from_json(wave.kept).tables if t.kind != Kind.DATE]
            if wave.kept
            else [
                table_of(
                    question,
                    sheets.get(wave.pk, []),
                    least=survey.least_cell,
                    language=language,
                )
                for question in questions
            ],
        )
        for wave in waves
    ]


def figures_of(wave: Wave, found: Results) -> dict[str, Any]:
    """Return what a report prints of a round, in the words recorded.

    Answers that nobody gave are left out; hidden counts are None.
    """
    apart = {
        row.code
        for row in (wave.survey.group_question, wave.survey.persons_question)
        if row
    }
    return {
        "invited": found.invited,
        "returned": found.returned,
        "persons": found.persons,
        "roles": {group.label: group.returned for group in found.groups},
        "questions": {
            table.label: _counts(table.lines)
            for table in found.tables
            if table.code not in apart
        },
        # Beside hidden counts too: with these counts in view they were chosen.
        "answered": {table.label: table.n for table in found.tables},
        "missing": {table.label: table.missing for table in found.tables},
        "mentions": {words.label: dict(words.named) for words in found.mentions},
    }


def _counts(lines: Iterable[Line]) -> dict[str, int | None]:
    return {line.label: line.count for line in lines if line.count != 0}
