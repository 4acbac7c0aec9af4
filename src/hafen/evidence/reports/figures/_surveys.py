"""Figures of surveys; they belong to a report by their round, not by its period."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.evidence.reports.measuring import (
    Cell,
    Door,
    Figure,
    Frame,
    Kind,
    Row,
    Table,
    figures,
    listed,
    single,
)
from hafen.voice.surveys import queries
from hafen.voice.surveys.models import Wave
from hafen.voice.surveys.rules import VIEW_RESULTS

_NOTE = _("With fewer than 30 answers a result is a voice, no measure.")


def wave_of(frame: Frame, instrument: str) -> Wave | None:
    """Return the round of a questionnaire: the one that was named, or the newest.

    Only rounds that are over are told of.
    """
    rows = Wave.objects.over_on(frame.today).filter(
        municipality=frame.municipality, survey__instrument=instrument
    )
    wanted = frame.given.get(f"{instrument}_wave", "")
    if wanted:
        rows = rows.filter(name=wanted)
    rows = rows.select_related("survey__group_question", "survey__persons_question")
    return rows.select_related("municipality").order_by("-survey", "-number").first()


def told(frame: Frame, instrument: str) -> dict[str, Any] | None:
    """Return what a round tells, in the words recorded; None where there is none."""

    def read(frame: Frame) -> dict[str, Any] | None:
        wave = frame.once(f"wave.{instrument}", lambda f: wave_of(f, instrument))
        return queries.figures_of(wave) if wave else None

    return frame.once(f"surveys.{instrument}", read)


def _measure(instrument: str, title: Any) -> Any:
    def measure(frame: Frame) -> Sequence[Table]:
        found = told(frame, instrument)
        if found is None:
            return []
        invited, returned = found["invited"], found["returned"]
        rate = round(100 * returned / invited, 1) if invited else None
        heads = (_("Returned"), _("Asked"), _("Per cent"))
        cells = (Cell(returned), Cell(invited), Cell(rate))
        return [single(title, *cells, heads=heads), *_questions(found)]

    return measure


def _questions(found: dict[str, Any]) -> list[Table]:
    return [
        replace(_question(question, counts), caption=question)
        for question, counts in found["questions"].items()
    ]


def _question(question: str, counts: Mapping[str, int | None]) -> Table:
    heads = (_("Answer"), pgettext_lazy("figure", "Number"))
    if None not in counts.values():
        lines = [(label, label, count or 0) for label, count in counts.items()]
        measure = f"answers:{question}"
        return listed(measure, "answer", lines, heads=heads, total=_("Answered"))
    # The survey itself hides small counts, and what would tell them.
    rows = [
        Row(label, (Cell(count, is_hidden=count is None),), label)
        for label, count in counts.items()
    ]
    return Table(tuple(map(str, heads)), tuple(rows))


def _results(instrument: str) -> Any:
    """Return the way to the results of the round that the report tells of."""

    def lead(frame: Frame) -> Door | None:
        wave = frame.once(f"wave.{instrument}", lambda f: wave_of(f, instrument))
        if wave is None:
            return None
        return Door(VIEW_RESULTS, "surveys:results", {}, key=wave.pk)

    return lead


_FIGURES = (
    Figure(
        "survey_contact_persons", _("Satisfaction of partners and volunteers"),
        _("answers"), Kind.FLOW, _("Sheets of the round that the report names"),
        _("Survey of contact persons"),
        _measure("contact_persons", _("Contact persons")), by=_("answer"), note=_NOTE,
        rows=_results("contact_persons"),
    ),
    Figure(
        "survey_households", _("Satisfaction of refugees"), _("answers"), Kind.FLOW,
        _("Sheets of the round that the report names"), _("Survey of households"),
        _measure("households", _("Households")), by=_("answer"), note=_NOTE,
        rows=_results("households"),
    ),
)  # fmt: skip


def register() -> None:
    for figure in _FIGURES:
        figures.register(figure)
