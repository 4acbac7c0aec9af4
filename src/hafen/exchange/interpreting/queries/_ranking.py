"""Who could take an appointment, with the hard rules and the points in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from hafen.exchange.interpreting.models import (
    Appointment,
    Interpreter,
    Qualification,
    Span,
    Speech,
)
from hafen.exchange.pool import times

RULE_NAMES = {
    "PAUSED": gettext_lazy("Pauses at the moment"),
    "LANGUAGE": gettext_lazy("Language, dialect and direction"),
    "MODE": gettext_lazy("Way of interpreting"),
    "TRAINING": gettext_lazy("Not a subject for lay interpreters"),
    "SUBJECT": gettext_lazy("Does not want this subject"),
    "GENDER": gettext_lazy("Wish for a man or a woman"),
    "ADULT": gettext_lazy("Age"),
    "PAPERS": gettext_lazy("Undertaking, contract or certificate"),
    "CHECKED": gettext_lazy("Details not checked for twelve months"),
    "APART": gettext_lazy("Kept apart"),
    "BUSY": gettext_lazy("Is at another appointment"),
    "AWAY": gettext_lazy("Course, work or holidays"),
    "TIME": gettext_lazy("Times of the week"),
    "DISTANCE": gettext_lazy("Distance"),
    "DAY": gettext_lazy("Enough for this day"),
    "LOAD": gettext_lazy("Enough heavy subjects this week"),
}
# Each term: its name and its most. A proof for the subject outweighs all the others
# together, and knowing the subject all but the proof.
TERMS = {
    "qualified": (gettext_lazy("Qualified for this subject"), 4000),
    "special": (gettext_lazy("Specialised in this subject"), 2000),
    "known": (gettext_lazy("Knows the client already"), 600),
    "urgent": (gettext_lazy("Can be asked when it is urgent"), 400),
    "level": (gettext_lazy("Level of the language"), 200),
    "training": (gettext_lazy("Training"), 200),
    "near": (gettext_lazy("Nearness"), 200),
    "turn": (gettext_lazy("Whose turn it is"), 300),
}
_TRAINED = {"LAY": 0, "QUALIFIED": 150, "SWORN": 200}
_RECENT = timedelta(days=60)
_PER_JOB = 50


@dataclass(frozen=True)
class Line:
    """One term of the points.

    :param detail: what they are for, such as the title of the proof
    """

    key: str
    name: Any
    points: int
    most: int
    detail: str = ""


@dataclass(frozen=True)
class Candidate:
    """One interpreter for an appointment.

    :param broken: names of hard rules, empty for who can be asked
    :param metres: from district to district; None: unknown
    """

    interpreter: Interpreter
    lines: tuple[Line, ...]
    broken: tuple[str, ...]
    metres: int | None

    @property
    def points(self) -> int:
        return sum(line.points for line in self.lines)

    @property
    def is_specialised(self) -> bool:
        return any(
            line.points for line in self.lines if line.key in {"qualified", "special"}
        )

    @property
    def reasons(self) -> list[Line]:
        """What tells this one from the others."""
        return [line for line in self.lines if line.points]

    @property
    def broken_names(self) -> list[str]:
        return [str(RULE_NAMES[rule]) for rule in self.broken]


def why_names(why: Sequence[Sequence[Any]]) -> list[tuple[str, int]]:
    """Return what a plan kept of a pair, in words."""
    found = []
    for key, count in why:
        name = TERMS[key][0] if key in TERMS else RULE_NAMES[key]
        found.append((str(name), count))
    return found


def slots_of(appointment: Appointment, span: Span) -> int:
    zone = ZoneInfo(appointment.municipality.time_zone)
    return times.of_interval(*span, zone)


def broken_rules(
    appointment: Appointment, interpreter: Interpreter, span: Span | None = None
) -> list[str]:
    """Return the hard rules that an interpreter breaks, as the database sees it."""
    begins, ends = span or appointment.spans[0]
    word = slots_of(appointment, (begins, ends))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT interpreting_broken_rules(%s, %s, %s, %s, %s)",
            [appointment.pk, interpreter.pk, begins, ends, word],
        )
        row = cursor.fetchone()
    return list(row[0]) if row and row[0] is not None else ["LANGUAGE"]


def candidates(appointment: Appointment) -> list[Candidate]:
    """Return all who speak the language, best first, those who cannot at the end."""
    rows = list(
        Interpreter.objects.filter(
            municipality=appointment.municipality_id,
            speeches__language=appointment.language,
        )
        .select_related("offer__helper", "offer__district")
        .distinct()
    )
    keys = [row.pk for row in rows]
    found = _broken(appointment, keys)
    facts = _facts(appointment, keys)
    made = [
        Candidate(
            interpreter=row,
            lines=_lines(appointment, row, facts[row.pk], found[row.pk][1]),
            broken=tuple(found[row.pk][0]),
            metres=found[row.pk][1],
        )
        for row in rows
    ]
    return sorted(made, key=lambda c: (len(c.broken), -c.points, c.interpreter.pk))


def _broken(
    appointment: Appointment, keys: list[UUID]
) -> dict[UUID, tuple[list[str], int | None]]:
    """Return for each the rules broken at the kindest of the dates, and the way."""
    best: dict[UUID, tuple[list[str], int | None]] = {}
    with connection.cursor() as cursor:
        for begins, ends in appointment.spans:
            word = slots_of(appointment, (begins, ends))
            cursor.execute(
                "SELECT i.id, interpreting_broken_rules(%s, i.id, %s, %s, %s),"
                " 100 * pool_distance(%s::float8, %s::float8, o.latitude, o.longitude),"
                " o.latitude IS NULL OR %s::float8 IS NULL"
                " FROM interpreting_interpreter AS i"
                " JOIN pool_offer AS o ON o.id = i.offer_id WHERE i.id = ANY(%s)",
                [
                    *(appointment.pk, begins, ends, word),
                    *(appointment.latitude, appointment.longitude),
                    *(appointment.latitude, keys),
                ],
            )
            for key, broken, metres, is_unknown in cursor.fetchall():
                way = None if is_unknown else int(metres)
                if key not in best or len(broken) < len(best[key][0]):
                    best[key] = (list(broken), way)
    return best


def _facts(appointment: Appointment, keys: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return level, qualification, continuity and load of each; three queries."""
    rows: dict[UUID, dict[str, Any]] = {
        key: {"level": 1, "proof": "", "jobs": 0, "known": 0} for key in keys
    }
    levels = Speech.objects.filter(
        interpreter__in=keys, language=appointment.language
    ).values("interpreter")
    for each in levels.annotate(best=Max("spoken")).order_by():
        rows[each["interpreter"]]["level"] = each["best"]
    day = timezone.localdate(appointment.starts_at)
    trained = Qualification.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        interpreter__in=keys,
        subject=appointment.subject,
        is_shown=True,
    )
    for key, title in trained.order_by("on").values_list("interpreter", "title"):
        rows[key]["proof"] = title
    same = Q(institution=appointment.institution_id, code=appointment.code)
    taken = Appointment.objects.filter(
        interpreter__in=keys,
        state__in=[Appointment.State.CONFIRMED, Appointment.State.DONE],
    ).exclude(pk=appointment.pk)
    since = appointment.starts_at - _RECENT
    counted = taken.values("interpreter").annotate(
        jobs=Count("pk", filter=Q(starts_at__gte=since)),
        known=Count("pk", filter=same & ~Q(code="")),
    )
    for row in counted.order_by():
        rows[row["interpreter"]] |= {"jobs": row["jobs"], "known": row["known"]}
    return rows


def _lines(
    appointment: Appointment,
    interpreter: Interpreter,
    facts: dict[str, Any],
    metres: int | None,
) -> tuple[Line, ...]:
    points = {
        "qualified": 4000 if facts["proof"] else 0,
        "special": 2000 if appointment.subject in interpreter.subjects else 0,
        "known": 600 if facts["known"] else 0,
        "urgent": 400 if appointment.is_urgent and interpreter.is_on_call else 0,
        "level": 100 * (facts["level"] - 1),
        "training": _TRAINED[interpreter.training],
        "near": 0 if metres is None else max(200 - metres // 100, 0),
        "turn": max(300 - _PER_JOB * facts["jobs"], 0),
    }
    if not appointment.is_on_site:
        points["near"] = 0
    details = {"qualified": facts["proof"]}
    return tuple(
        Line(key, TERMS[key][0], n, TERMS[key][1], details.get(key, ""))
        for key, n in points.items()
    )
