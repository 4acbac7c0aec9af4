"""Reads of the room: runs, who takes part, who has learned what, and who has not."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
)

from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.db.roles import STAFF
from hafen.core.places.models import Municipality
from hafen.core.translation.texts import with_texts
from hafen.exchange.pool.models import Helper
from hafen.exchange.training.making_up import held_by_then
from hafen.exchange.training.models import (
    Affiliation,
    Attendance,
    Module,
    Participant,
    ParticipantQuerySet,
    Poll,
    PollRefusal,
    Qualification,
    Run,
    Unit,
)
from hafen.exchange.training.rules import VIEW_TRAINING
from hafen.information.events.models import Event, Wish
from hafen.mechanisms.bookings.models import Bookable
from hafen.mechanisms.questions.models import Answer, said_in
from hafen.mechanisms.questions.queries import in_words, value_of

OWNER = "training.run"


def qualifications_of(helper: Helper, day: date) -> QuerySet[Module]:
    """Return what a helper has learned that counts on a day; for other rooms."""
    return Module.objects.filter(
        pk__in=holding(day).filter(helper=helper).values("module")
    ).order_by("sort_key")


def holding(day: date) -> QuerySet[Qualification]:
    """Return what counts on a day, of whomever; for other rooms."""
    return Qualification.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day), acquired_on__lte=day
    )


def has_basic_training(helper: Helper, day: date) -> bool:
    return qualifications_of(helper, day).filter(kind=Module.Kind.BASIC).exists()


def modules_of(municipality: Municipality) -> QuerySet[Module]:
    """Return all trainings that there are; for other rooms."""
    return Module.objects.filter(municipality=municipality).order_by("sort_key", "id")


def modules_visible_to(user: User) -> QuerySet[Module]:
    rows: QuerySet[Module] = _visible(Module, user)
    return rows.order_by("sort_key", "id")


def _visible(model: Any, user: User) -> Any:
    if not VIEW_TRAINING.held_by(user):
        return model.objects.none()
    return model.objects.filter(municipality=user.municipality_id)


def runs_visible_to(user: User) -> QuerySet[Run]:
    """Return runs with how many come, and whether a newcomer contributes."""
    contributes = Participant.objects.filter(
        run=OuterRef("pk"), role=Participant.Role.CONTRIBUTES, group="NEWCOMER"
    )
    coming = Q(participants__registration__state="CONFIRMED") | Q(
        participants__registration=None, participants__isnull=False
    )
    rows: QuerySet[Run] = _visible(Run, user)
    return (
        rows.select_related("municipality", "module", "event__organisation", "owner")
        .annotate(
            coming=Count(
                "participants",
                filter=coming & Q(participants__role=Participant.Role.LEARNS),
            ),
            has_newcomer=Exists(contributes),
        )
        .order_by("starts_at", "id")
    )


def run_of(town: Municipality, pk: UUID) -> Run | None:
    """Return a run for whoever registers, while its event is public."""
    rows = Run.objects.filter(municipality=town, pk=pk, event__state="PUBLISHED")
    return rows.select_related("municipality", "module", "event").first()


def trainings_to_come(
    town: Municipality, language: str, now: datetime
) -> QuerySet[Run]:
    """Return the runs that begin later, with what their events say in a language."""
    events = with_texts(Event.objects.select_related("organisation", "site"), language)
    rows = Run.objects.filter(
        municipality=town, event__state=Event.State.PUBLISHED, starts_at__gt=now
    )
    return rows.prefetch_related(Prefetch("event", events)).order_by("starts_at", "id")


def bookable_of(run: Run) -> Bookable:
    return Bookable.objects.get(
        municipality=run.municipality_id, owner=OWNER, subject_id=run.pk, slot=""
    )


@dataclass(frozen=True)
class Part:
    """A part of a run; it keeps its number when it is moved or called off."""

    number: int
    day: date
    is_cancelled: bool


def parts_of(run: Run) -> list[Part]:
    rows = run.event.dates.order_by("original_day")
    found = rows.values_list("first_day", "is_cancelled")
    return [Part(number, *each) for number, each in enumerate(found, start=1)]


def days_of(run: Run) -> dict[int, date]:
    """Return the days of the parts that take place, by their numbers."""
    return {part.number: part.day for part in parts_of(run) if not part.is_cancelled}


def others_to_come(run: Run, user: User, now: datetime) -> QuerySet[Run]:
    """Return the later dates of the same training, where a part can be made up."""
    rows = runs_visible_to(user).filter(module=run.module_id, ends_at__gt=now)
    return rows.filter(event__state=Event.State.PUBLISHED).exclude(pk=run.pk)


def conflicts(runs: list[Run]) -> dict[UUID, list[Run]]:
    """Return by run which others are on the same evening for the same group."""
    if not runs:
        return {}
    town = runs[0].municipality_id
    first, last = min(r.starts_at for r in runs), max(r.ends_at for r in runs)
    rows = Run.objects.filter(
        municipality=town, starts_at__lte=last, ends_at__gte=first
    ).exclude(event__state__in=["CANCELLED", "ARCHIVED", "DECLINED"])
    others = list(
        rows.select_related("event__organisation").prefetch_related("event__dates")
    )
    spans = {r.pk: _spans(r) for r in others}
    found: dict[UUID, list[Run]] = {}
    for run in runs:
        for other in others:
            if other.pk == run.pk or not set(run.groups) & set(other.groups):
                continue
            if any(
                a[0] < b[1] and b[0] < a[1]
                for a in spans.get(run.pk, [])
                for b in spans[other.pk]
            ):
                found.setdefault(run.pk, []).append(other)
    return found


def _spans(run: Run) -> list[tuple[Any, Any]]:
    return [
        (row.starts_at, row.ends_at)
        for row in run.event.dates.all()
        if not row.is_cancelled
    ]


def participants_of(run: Run) -> Any:
    rows: Any = run.participants.annotate(there=Sum("attendances__minutes"))
    return rows.select_related("registration", "unit").order_by("role", "name", "id")


def markable(run: Run, part: int) -> ParticipantQuerySet:
    """Return who may be ticked at a part: those of the run, and those of other
    runs of the training who have missed it by then.
    """
    has = Attendance.objects.filter(participant=OuterRef("pk"), part=part)
    elsewhere = has.exclude(run=run)
    held = held_by_then(run, part)
    missed = Q(run__in=held, completed_on__isnull=True) & ~Exists(has)
    rows: ParticipantQuerySet = Participant.objects.filter(
        municipality=run.municipality_id, role=Participant.Role.LEARNS
    )
    return (
        rows.coming()
        .filter(Q(run=run) | Q(Exists(has.filter(run=run))) | missed)
        .exclude(Exists(elsewhere))
        .annotate(was_there=Exists(has))
        .order_by("name", "id")
    )


def helpers_without(town: Municipality, kind: str, day: date) -> QuerySet[Helper]:
    """Return helpers who lack a kind of training, by association."""
    has = holding(day).filter(helper=OuterRef("pk"), module__kind=kind)
    whose = Affiliation.objects.filter(helper=OuterRef("pk"))
    return (
        Helper.objects.filter(municipality=town, organisation__isnull=True)
        .exclude(Exists(has))
        .annotate(
            association=Subquery(whose.values("organisation__name")[:1]),
            association_key=Subquery(whose.values("organisation__sort_key")[:1]),
        )
        .order_by(F("association_key").asc(nulls_last=True), "sort_key", "id")
    )


def staff_without(town: Municipality, kind: str, day: date) -> QuerySet[User]:
    """Return colleagues who lack a kind of training; those whose role holds."""
    has = holding(day).filter(user=OuterRef("pk"), module__kind=kind)
    roles = RoleAssignment.objects.valid(day).filter(
        user=OuterRef("pk"), role__in=[str(role) for role in STAFF]
    )
    rows = User.objects.filter(Exists(roles), municipality=town, is_active=True)
    return rows.exclude(Exists(has)).order_by("name", "id")


@dataclass(frozen=True)
class Coverage:
    """How many of a unit have had a kind of training; no names."""

    unit: Unit
    trained: int

    @property
    def percent(self) -> int:
        return round(100 * self.trained / self.unit.people) if self.unit.people else 0


def coverage(town: Municipality, kind: str) -> list[Coverage]:
    trained = Count(
        "trained__name",
        filter=Q(trained__completed_on__isnull=False, trained__run__module__kind=kind),
        distinct=True,
    )
    rows = Unit.objects.filter(municipality=town).annotate(n=trained)
    return [
        Coverage(row, min(row.n, row.people)) for row in rows.order_by("sort_key", "id")
    ]


def units_visible_to(user: User) -> QuerySet[Unit]:
    rows: QuerySet[Unit] = _visible(Unit, user)
    return rows.order_by("sort_key", "id")


def polls_visible_to(user: User) -> QuerySet[Poll]:
    rows: QuerySet[Poll] = _visible(Poll, user)
    return rows.select_related("municipality").order_by("-closes_on", "-id")


def poll_of_link(town: Municipality, pk: UUID) -> Poll | None:
    rows = Poll.objects.filter(municipality=town, pk=pk)
    return rows.select_related("municipality", "questionnaire").first()


def helper_of_link(town: Municipality, pk: UUID) -> Helper | None:
    rows = Helper.objects.filter(municipality=town, pk=pk)
    return rows.select_related("municipality").first()


def refuses_polls(helper: Helper) -> bool:
    return PollRefusal.objects.filter(helper=helper).exists()


@dataclass
class Topic:
    """One topic of a poll with its votes, and the run it became."""

    key: str
    text: str
    votes: int = 0
    run: str = ""


@dataclass
class Ranking:
    """A poll's topics by votes, what else was written, and how many answered."""

    topics: list[Topic]
    words: list[str] = field(default_factory=list)
    answered: int = 0


def ranking_of(poll: Poll, language: str) -> Ranking:
    """Count the votes of a poll, the most wished for first; two queries.

    Its questions can be moved, changed and dropped by the desk: the topics are the
    answers of the first question that has some to choose from.
    """
    questions = poll.questionnaire.questions.order_by("place", "pk")
    asked = next((each for each in questions if each.is_choice), None)
    votes: Counter[str] = Counter()
    words, sheets = [], set()
    rows = Answer.objects.filter(sheet__questionnaire=poll.questionnaire_id)
    for answer in rows.select_related("question"):
        sheets.add(answer.sheet_id)
        if answer.question == asked:
            value = value_of(answer)
            votes.update(value if isinstance(value, list) else [value])
        else:
            words.append(in_words(answer, language))
    topics = [
        Topic(
            key=each["key"],
            text=said_in(each["texts"], language),
            votes=votes[each["key"]],
            run=poll.planned.get(each["key"], ""),
        )
        for each in (asked.options if asked else ())
    ]
    topics.sort(key=lambda topic: (-topic.votes, topic.text))
    return Ranking(topics, words, len(sheets))


def needs_over_time(
    polls: list[Poll], language: str
) -> list[tuple[str, list[int | None]]]:
    """Return each topic with its votes in each poll, for those asked more than once."""
    found: dict[str, dict[UUID, int]] = {}
    for poll in polls:
        for topic in ranking_of(poll, language).topics:
            found.setdefault(topic.text, {})[poll.pk] = topic.votes
    lines = [(text, [said.get(p.pk) for p in polls]) for text, said in found.items()]
    return sorted(lines, key=lambda line: (-sum(n or 0 for n in line[1]), line[0]))


def wishes_open(town: Municipality) -> QuerySet[Wish]:
    rows = Wish.objects.filter(municipality=town, event__isnull=True)
    return rows.order_by("-voices", "title")


def in_year(rows: QuerySet[Run], year: int) -> QuerySet[Run]:
    return rows.filter(starts_at__year=year)


def held_between(rows: QuerySet[Run], first: date, last: date) -> QuerySet[Run]:
    """Return the runs that begin in a period, without those called off."""
    begun = rows.filter(starts_at__date__range=(first, last))
    return begun.exclude(event__state__in=["CANCELLED", "ARCHIVED", "DECLINED"])


@dataclass(frozen=True)
class YearFigures:
    """What a year of training amounts to."""

    by_kind: list[tuple[str, int]]
    all: int
    with_newcomers: int
    people: int
    newcomers: int


def year_figures(town: Municipality, year: int) -> YearFigures:
    """Count the runs of a year, and who takes part in them; two queries."""
    runs = Run.objects.filter(municipality=town, starts_at__year=year).exclude(
        event__state__in=["CANCELLED", "ARCHIVED", "DECLINED"]
    )
    by_kind = list(
        runs.values_list("module__kind")
        .annotate(n=Count("pk"))
        .order_by("module__kind")
    )
    newcomer = Q(group="NEWCOMER")
    counted = (
        Participant.objects.filter(run__in=runs)
        .coming()
        .aggregate(
            people=Count("pk", filter=Q(role="LEARNS")),
            newcomers=Count("pk", filter=newcomer & Q(role="LEARNS")),
            runs=Count("run", filter=newcomer & Q(role="CONTRIBUTES"), distinct=True),
        )
    )
    return YearFigures(
        by_kind=by_kind,
        all=sum(count for _kind, count in by_kind),
        with_newcomers=counted["runs"],
        people=counted["people"],
        newcomers=counted["newcomers"],
    )
