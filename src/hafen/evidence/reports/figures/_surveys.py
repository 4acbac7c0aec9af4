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
from hafen.voice.surveys.queries import Results
from hafen.voice.surveys.rules import VIEW_RESULTS
from hafen.voice.surveys.words import cautions


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


def _wave(frame: Frame, instrument: str) -> Wave | None:
    return frame.once(f"wave.{instrument}", lambda f: wave_of(f, instrument))


def _results_of(frame: Frame, instrument: str) -> Results | None:
    def read(frame: Frame) -> Results | None:
        wave = _wave(frame, instrument)
        return queries.results_of(wave) if wave else None

    return frame.once(f"results.{instrument}", read)


def told(frame: Frame, instrument: str) -> dict[str, Any] | None:
    """Return what a round tells, in the words recorded; None where there is none."""
    wave, found = _wave(frame, instrument), _results_of(frame, instrument)
    return queries.figures_of(wave, found) if wave and found else None


def _measure(instrument: str, title: Any) -> Any:
    def measure(frame: Frame) -> Sequence[Table]:
        told_of, found = told(frame, instrument), _results_of(frame, instrument)
        if told_of is None or found is None:
            return []
        heads = (_("Returned"), _("Asked"), _("Per cent"))
        whole = (found.returned, found.invited, found.rate)
        return [
            single(title, *map(Cell, whole), heads=heads),
            *_by_group(found),
            *_questions(told_of),
            *_mentions(found),
        ]

    return measure


def _by_group(found: Results) -> list[Table]:
    """Return how many of each group answered; a small number is hidden."""
    rows = [
        Row(
            group.label,
            (
                Cell(group.returned, is_hidden=group.returned is None),
                Cell(group.invited),
                Cell(group.rate, is_hidden=group.returned is None),
            ),
        )
        for group in found.groups
    ]
    heads = (_("Group"), _("Returned"), _("Asked"), _("Per cent"))
    caption = str(_("Return by group"))
    return [Table(tuple(map(str, heads)), tuple(rows), caption)] if rows else []


def _mentions(found: Results) -> list[Table]:
    """Return what was mentioned in the answers to each open question."""
    heads = (_("Mentioned"), pgettext_lazy("figure", "Number"))
    return [
        Table(
            tuple(map(str, heads)),
            (
                *(
                    Row(name, (Cell(number, is_hidden=number is None),), name)
                    for name, number in words.named
                ),
                Row(str(_("Wrote something")), (Cell(words.n),)),
            ),
            words.label,
        )
        for words in found.mentions
    ]


def _texts(instrument: str) -> Any:
    """Return how far to trust a round, quotes released, and the joint assessment.

    Only what all partners have approved is included.
    """

    def read(frame: Frame) -> Sequence[tuple[str, str]]:
        wave, found = _wave(frame, instrument), _results_of(frame, instrument)
        if wave is None or found is None:
            return []
        trust = str(_("How far one may trust it"))
        texts = [(trust, " ".join(cautions(found)))] if found.returned else []
        quoted = str(_("From the answers"))
        texts += [
            (quoted, f"„{text}“") for words in found.mentions for text in words.quotes
        ]
        joint = queries.approved_assessment(wave)
        if joint:
            partners = ", ".join(str(each) for each in queries.partners_of(joint))
            title = _("Joint assessment of %(partners)s") % {"partners": partners}
            texts.append((str(title), joint.text))
        return texts

    return read


def _questions(found: dict[str, Any]) -> list[Table]:
    return [
        replace(
            _question(question, counts, found["answered"][question]), caption=question
        )
        for question, counts in found["questions"].items()
    ]


def _question(question: str, counts: Mapping[str, int | None], n: int) -> Table:
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
    # It has chosen what it hides beside this sum.
    rows.append(Row(str(_("Answered")), (Cell(n),)))
    return Table(tuple(map(str, heads)), tuple(rows))


def _results(instrument: str) -> Any:
    """Return the way to the results of the round that the report tells of."""

    def lead(frame: Frame) -> Door | None:
        wave = _wave(frame, instrument)
        if wave is None:
            return None
        return Door(VIEW_RESULTS, "surveys:results", {}, key=wave.pk)

    return lead


_FIGURES = (
    Figure(
        "survey_contact_persons", _("Satisfaction of partners and volunteers"),
        _("answers"), Kind.FLOW, _("Sheets of the round that the report names"),
        _("Survey of contact persons"),
        _measure("contact_persons", _("Contact persons")), by=_("answer"),
        rows=_results("contact_persons"), texts=_texts("contact_persons"),
    ),
    Figure(
        "survey_households", _("Satisfaction of refugees"), _("answers"), Kind.FLOW,
        _("Sheets of the round that the report names"), _("Survey of households"),
        _measure("households", _("Households")), by=_("answer"),
        rows=_results("households"), texts=_texts("households"),
    ),
)  # fmt: skip


def register() -> None:
    for figure in _FIGURES:
        figures.register(figure)
