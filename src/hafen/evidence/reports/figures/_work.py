"""Figures of who does the work: interpreters, guides, trainings, payments, posts."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models import Position, TeamMembership
from hafen.evidence.reports import lists
from hafen.evidence.reports.measuring import (
    Cell,
    Figure,
    Frame,
    Kind,
    Label,
    Row,
    Table,
    figures,
    named,
    share,
    single,
    total,
)
from hafen.exchange.allowances.models import Claim
from hafen.exchange.interpreting.models import Appointment, Interpreter
from hafen.exchange.mentoring.models import Guide, Sponsorship
from hafen.exchange.training.models import (
    Attendance,
    Participant,
    Run,
)
from hafen.exchange.training.models import Group as Trained
from hafen.exchange.volunteers.models import Hours
from hafen.network.contacts.words import language_choices

_ALL = _("All")
_PEOPLE = _("People")
_HOURS = pgettext_lazy("figure", "Hours")
_INTERPRETERS, _GUIDES = _("Interpreters"), _("Integration guides")


def _hours(minutes: float | None) -> int:
    return round((minutes or 0) / 60)


def _held(frame: Frame) -> list[Any]:
    """Count what took place by language and interpreter, and how long it took."""
    rows = Appointment.objects.filter(
        municipality=frame.municipality,
        starts_at__date__range=(frame.first, frame.last),
        state=Appointment.State.DONE,
    )
    spent = Coalesce(F("finished_at") - F("began_at"), F("ends_at") - F("starts_at"))
    sides = rows.order_by().values("language", "interpreter")
    return list(sides.annotate(n=Count("pk"), time=Sum(spent)))


def _guides(frame: Frame) -> QuerySet[Guide]:
    """Return who was a guide on at least one day of the period."""
    return Guide.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=frame.first),
        municipality=frame.municipality,
        recruited_on__lte=frame.last,
    )


def _interpreted(frame: Frame) -> tuple[Cell, ...]:
    found = frame.once("interpreting.held", _held)
    known = {cell["interpreter"] for cell in found} - {None}
    people = Cell(len(known), named("interpreters.deployed"))
    jobs = Cell(sum(c["n"] for c in found), named("interpreting", state="DONE"))
    minutes = sum(cell["time"].total_seconds() for cell in found) / 60
    hours = Cell(_hours(minutes), of=(people.name, jobs.name))
    return people, jobs, people, hours


def _guided(frame: Frame) -> tuple[Cell, ...]:
    guides = _guides(frame)
    ways = Sponsorship.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=frame.first),
        match__offer__in=guides.values("offer"),
        began_on__lte=frame.last,
    )
    found = ways.aggregate(people=Count("match__offer", distinct=True), n=Count("pk"))
    people = Cell(found["people"], named("guides.deployed"))
    jobs = Cell(found["n"], named("guides.assignments"))
    given = Hours.objects.filter(
        volunteer__helper__in=guides.values("offer__helper"),
        state=Hours.State.APPROVED,
        on__range=(frame.first, frame.last),
    ).aggregate(people=Count("volunteer", distinct=True), sum=Sum("minutes"))
    givers = Cell(given["people"], named("guides.givers"))
    return people, jobs, givers, Cell(_hours(given["sum"]), of=(givers.name,))


def _deployed(frame: Frame) -> Sequence[Table]:
    rows = (
        Row(str(_INTERPRETERS), _interpreted(frame), "interpreters"),
        Row(str(_GUIDES), _guided(frame), "guides"),
    )
    heads = ("", _PEOPLE, _("Deployments"), _("Gave hours"), _HOURS)
    return [Table(tuple(map(str, heads)), rows)]


def _paid(frame: Frame) -> Sequence[Table]:
    claims_of_helpers = Claim.objects.filter(
        municipality=frame.municipality,
        payout__paid_on__range=(frame.first, frame.last),
    ).annotate(
        interpreters=Exists(
            Interpreter.objects.filter(offer__helper=OuterRef("helper"))
        ),
        guides=Exists(Guide.objects.filter(offer__helper=OuterRef("helper"))),
    )
    sums: list[Any] = list(
        claims_of_helpers.values("interpreters", "guides", "helper").annotate(
            n=Count("pk"), pay=Sum("pay_cents"), refund=Sum("refund_cents")
        )
    )
    rows = []
    for key, label in (("interpreters", _INTERPRETERS), ("guides", _GUIDES)):
        theirs = [one for one in sums if one[key]]
        people = Cell(len(theirs), named(f"{key}.paid"))
        claims = Cell(sum(one["n"] for one in theirs), named(f"{key}.claims"))
        of_both = (people.name, claims.name)
        pay, refund = (sum(one[name] for one in theirs) for name in ("pay", "refund"))
        amounts = (pay, refund, pay + refund)
        euros = [Cell(round(cents / 100), of=of_both) for cents in amounts]
        rows.append(Row(str(label), (people, claims, *euros), key))
    heads = (
        "", _PEOPLE, _("Claims"), _("Allowances, euros"), _("Expenses, euros"),
        _("Together, euros"),
    )  # fmt: skip
    return [Table(tuple(map(str, heads)), tuple(rows))]


def _languages(frame: Frame) -> Sequence[Table]:
    jobs: Counter[str] = Counter()
    for cell in frame.once("interpreting.held", _held):
        jobs[cell["language"]] += cell["n"]
    people: dict[str, set[Any]] = {}
    working = Interpreter.objects.filter(municipality=frame.municipality).working()
    for tag, key in working.values_list("speeches__language", "pk"):
        people.setdefault(tag, set()).add(key)
    guides: dict[str, set[Any]] = {}
    for known, key in _guides(frame).values_list("offer__languages", "pk"):
        for tag in known:
            guides.setdefault(tag, set()).add(key)
    names = {code: str(name) for code, name in language_choices(frame.today)}
    tags = sorted(
        {*jobs, *people, *guides} - {None, ""},
        key=lambda tag: (-jobs[tag], names.get(tag, tag)),
    )
    done = named("interpreting", state="DONE")
    rows, cells = [], []
    for tag in tags:
        able = len(people.get(tag, ()))
        there = Cell(able, named("interpreters", language=tag), is_stock=True)
        guide = Cell(len(guides.get(tag, ())), named("guides", language=tag))
        name = named("interpreting", state="DONE", language=tag)
        cells.append(Cell(jobs[tag], name))
        rows.append(Row(str(names.get(tag, tag)), (there, guide, cells[-1]), tag))
    rows.append(Row(str(_ALL), (Cell(None), Cell(None), total(done, cells))))
    heads = (_("Language"), _INTERPRETERS, _GUIDES, _("Deployments"))
    return [Table(tuple(map(str, heads)), tuple(rows))]


def _runs(frame: Frame) -> QuerySet[Run]:
    rows = Run.objects.filter(
        municipality=frame.municipality,
        starts_at__date__range=(frame.first, frame.last),
    )
    return rows.exclude(event__state__in=["CANCELLED", "ARCHIVED", "DECLINED"])


def _learning(frame: Frame) -> list[Any]:
    """Count who learns by training and group, with the hours that they were there."""
    rows = Participant.objects.filter(run__in=_runs(frame), role="LEARNS").coming()
    there = Attendance.objects.filter(participant=OuterRef("pk")).order_by()
    spent = there.values("participant").annotate(sum=Sum("minutes")).values("sum")
    sides = rows.order_by().values("run__module", "run__module__name", "group")
    return list(sides.annotate(n=Count("pk"), minutes=Sum(Subquery(spent), default=0)))


def _training(frame: Frame) -> Sequence[Table]:
    found = frame.once("training.learning", _learning)
    newcomer = str(Trained.NEWCOMER)
    learning = Cell(sum(cell["n"] for cell in found), named("training.people"))
    newcomers = Cell(
        sum(cell["n"] for cell in found if cell["group"] == newcomer),
        named("training.people", group=newcomer),
    )
    runs = Cell(_runs(frame).count())
    cells = (runs, learning, newcomers, share(newcomers, learning))
    heads = (_("Trainings"), _PEOPLE, _("Of them newcomers"), _("Per cent"))
    return [single(_("Training"), *cells, heads=heads)]


def _topics(frame: Frame) -> Sequence[Table]:
    found = frame.once("training.learning", _learning)
    names = {str(cell["run__module"]): cell["run__module__name"] for cell in found}
    lines = sorted(names.items(), key=lambda line: (line[1], line[0]))
    return [_learned(found, "run__module", "module", lines, _("Training"))]


def _groups(frame: Frame) -> Sequence[Table]:
    found = frame.once("training.learning", _learning)
    return [_learned(found, "group", "group", Trained.choices, _("Who takes part"))]


def _learned(
    found: Sequence[dict[str, Any]],
    side: str,
    dimension: str,
    lines: Sequence[tuple[str, Label]],
    head: Label,
) -> Table:
    """Return people who learn, and hours that they were there, by one side."""
    rows = []
    for key, label in lines:
        theirs = [cell for cell in found if str(cell[side]) == key]
        name = named("training.people", **{dimension: key})
        people = Cell(sum(cell["n"] for cell in theirs), name)
        rows.append((str(label), people, sum(cell["minutes"] for cell in theirs), key))
    cells = [people for _label, people, _minutes, _key in rows]
    whole = total(named("training.people"), cells)
    # An amount of one line is the whole without the others, so all hang together.
    every = tuple(cell.name for cell in cells)
    told = [
        Row(label, (people, Cell(_hours(minutes), of=every)), key)
        for label, people, minutes, key in rows
    ]
    hours = Cell(_hours(sum(cell["minutes"] for cell in found)), of=(whole.name,))
    told.append(Row(str(_ALL), (whole, hours)))
    heads = (head, _PEOPLE, _("Hours attended"))
    return Table(tuple(map(str, heads)), tuple(told))


def _posts(frame: Frame) -> Sequence[Table]:
    """Shares of full posts: of no person, so that none is hidden."""
    held = TeamMembership.objects.valid(frame.last).filter(position=OuterRef("pk"))
    rows = Position.objects.valid(frame.last).filter(municipality=frame.municipality)
    posts = list(
        rows.annotate(is_filled=Exists(held))
        .order_by("team__name", "team", "pk")
        .values_list("team__name", "funding", "share", "is_filled")
    )
    unnamed = str(_("not stated"))
    by_team = [(team, share, filled) for team, _from, share, filled in posts]
    by_funding = [(by or unnamed, share, filled) for _team, by, share, filled in posts]
    return [
        _shares(by_team, _("Team")),
        _shares(sorted(by_funding, key=lambda post: post[0]), _("Funding")),
    ]


def _shares(posts: Sequence[tuple[str, Decimal, bool]], head: Label) -> Table:
    names = list(dict.fromkeys(name for name, _share, _filled in posts))
    lines = [(name, [post for post in posts if post[0] == name]) for name in names]
    rows = tuple(
        Row(
            name,
            (
                Cell(float(sum(share for _name, share, _filled in theirs))),
                Cell(float(sum(share for _name, share, filled in theirs if filled))),
            ),
        )
        for name, theirs in [*lines, (str(_ALL), posts)]
    )
    heads = (head, _("Full posts"), _("Of them filled"))
    return Table(tuple(map(str, heads)), rows)


_IN_POOL = _("Bookings of interpreters, placements of guides, approved hours")
_TRAININGS = _("Trainings that begin in the period; people who learn")
_PROGRAMME = _("Programme of trainings")
_FIGURES = (
    Figure(
        "deployments", _("Interpreters and guides at work"), _("deployments"),
        Kind.FLOW,
        _("Appointments that took place in the period; guides and their assignments"
          " that ran on a day of it, and their approved hours"),
        _IN_POOL, _deployed, by=_("kind of helper"),
        note=_("Who is both stands in both lines."),
        rows=lists.appointments(is_done=True),
    ),
    Figure(
        "helper_languages", _("Interpreters and guides by language"), _("persons"),
        Kind.FLOW,
        _("Interpreters who can be asked today, guides of the period, appointments"
          " that took place in it"),
        _IN_POOL, _languages, by=_("language"),
        note=_("Who speaks several languages stands in several lines."),
        rows=lists.appointments(is_done=True),
    ),
    Figure(
        "paid", _("Amounts paid to interpreters and guides"), _("euros"), Kind.FLOW,
        _("Claims on lists that the cash office paid in the period"),
        _("Claims and payments"), _paid, by=_("kind of helper"),
        note=_("Rounded to whole euros. An amount is hidden with the number of the"
               " people who got it."),
        rows=lists.claims(),
    ),
    Figure(
        "training", _("Trainings and who takes part"), _("persons"), Kind.FLOW,
        _TRAININGS, _PROGRAMME, _training,
        rows=lists.trainings(),
    ),
    Figure(
        "training_topics", _("Trainings by topic"), _("persons"), Kind.FLOW,
        _TRAININGS, _PROGRAMME,
        _topics, by=pgettext_lazy("training", "topic"),
        rows=lists.trainings(),
    ),
    Figure(
        "training_groups", _("Trainings by who takes part"), _("persons"), Kind.FLOW,
        _TRAININGS, _PROGRAMME,
        _groups, by=_("group"),
        rows=lists.trainings(),
    ),
    Figure(
        "posts", _("Posts"), _("full posts"), Kind.STOCK,
        _("Posts of the teams that there are on the last day"),
        _("Posts of the teams"), _posts, by=_("team and funding"),
        note=_("1.0 is a full post. Filled: somebody of the team holds it."),
        rows=lists.teams(),
    ),
)  # fmt: skip


def register() -> None:
    for figure in _FIGURES:
        figures.register(figure)
