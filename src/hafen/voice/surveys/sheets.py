from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet
from hafen.mechanisms.questions.models import Question

SURVEYS = Sheet(
    "surveys",
    _("Surveys"),
    (
        Column(_("Survey"), lambda row: row.name, 40),
        Column(_("Of whom"), lambda row: row.get_audience_display(), 30),
        Column(_("Rounds"), lambda row: row.rounds, 10),
        Column(_("Answers"), lambda row: row.answered, 10),
        Column(_("Open until"), lambda row: row.last_day, 14),
    ),
)


def _shown(value: int | None) -> int | str:
    return "·" if value is None else value


RESULTS = Sheet(
    "survey-results",
    _("Results of a survey"),
    (
        Column(_("Question"), lambda row: row.question, 40),
        Column(_("Answer"), lambda row: row.answer, 30),
        Column(_("Code"), lambda row: row.number, 8),
        Column(_("How many"), lambda row: _shown(row.count), 10),
        Column(_("Share in %"), lambda row: row.share and round(row.share, 1), 10),
        Column(_("Answered"), lambda row: row.n, 10),
        Column(_("Left out"), lambda row: row.missing, 10),
    ),
)

ASSESSMENTS = Sheet(
    "survey-assessments",
    _("Joint assessments"),
    (
        Column(_("Survey"), lambda row: row.wave.survey.name, 40),
        Column(_("Round"), lambda row: row.wave.name, 20),
        Column(_("Approved on"), lambda row: row.approved_on, 14),
        Column(_("Approvals missing"), lambda row: row.lacking, 12),
    ),
)

CONFERENCES = Sheet(
    "feedback-conferences",
    _("Feedback conferences"),
    (
        Column(_("Title"), str, 40),
        Column(_("Held on"), lambda row: row.held_on, 14),
        Column(_("Statements made"), lambda row: row.said, 10),
        Column(_("Published on"), lambda row: row.published_on, 14),
    ),
)

FEEDBACK = Sheet(
    "feedback",
    _("Result of a feedback conference"),
    (
        Column(_("Column"), lambda row: row.get_side_display(), 16),
        Column(_("Topic"), lambda row: row.name, 30),
        Column(_("Statements made"), lambda row: row.said, 10),
        Column(_("Votes"), lambda row: row.votes_in_all, 10),
        Column(_("What follows"), lambda row: row.follow_up, 40),
        Column(_("Responsible office"), lambda row: row.office, 24),
        Column(_("Due on"), lambda row: row.due_on, 14),
        Column(_("What came of it"), lambda row: row.outcome, 40),
    ),
)

CODEBOOK = Sheet(
    "survey-codebook",
    _("What the numbers mean"),
    (
        Column(_("Variable"), lambda row: row["code"], 20),
        Column(_("Question"), lambda row: row["label"], 40),
        Column(_("Code"), lambda row: row["number"], 8),
        Column(_("Answer"), lambda row: row["words"], 30),
    ),
)


def answers_sheet(questions: Iterable[Question], languages: Collection[str]) -> Sheet:
    """
    Return the columns of single sheets: a number for each closed question.

    :param languages: those that so many speak that nobody is told by them
    """
    columns = [
        Column(_("No."), lambda row: row[0], 6),
        Column(_("How it was answered"), lambda row: row[1].get_way_display(), 20),
        Column(
            _("Language"),
            lambda row: row[1].language if row[1].language in languages else "",
            10,
        ),
    ]
    columns += [
        Column(question.code, _number(question), 12)
        for question in questions
        if not question.is_open
    ]
    return Sheet("survey-answers", _("Single sheets"), columns)


def _number(question: Question) -> Callable[[Any], Any]:
    numbers = {
        option["key"]: question.number_of(place)
        for place, option in enumerate(question.options)
    }

    def value(row: Any) -> Any:
        said = row[1].answers.get(question.code)
        if isinstance(said, list):
            return ", ".join(str(numbers.get(each, each)) for each in said)
        return numbers.get(said, said)

    return value
