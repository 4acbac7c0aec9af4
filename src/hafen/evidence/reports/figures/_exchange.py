"""Figures of the exchange: needs, offers, matches, volunteers, training, hours."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.evidence.reports import lists
from hafen.evidence.reports.measuring import (
    Cell,
    Figure,
    Frame,
    Kind,
    Label,
    Table,
    crossed,
    figures,
    listed,
    named,
    single,
)
from hafen.exchange.interpreting.models import Appointment
from hafen.exchange.pool.models import Kind as PoolKind
from hafen.exchange.pool.models import Match, Need, Offer
from hafen.exchange.volunteers.models import Exit, Hours, Volunteer
from hafen.exchange.volunteers.queries import carrying_half, share_of_tenth

_NUMBER = pgettext_lazy("figure", "Number")
_ALL = _("All")
_SOURCE = _("Needs, offers and matches of the exchange")
_VOLUNTEERS = _("Volunteers and their approved hours")


def _postings(model: Any, measure: str) -> Any:
    def count(frame: Frame) -> Sequence[Table]:
        rows = model.objects.filter(
            municipality=frame.municipality,
            created_at__date__range=(frame.first, frame.last),
        )
        pairs = rows.order_by().values_list("kind", "state").annotate(n=Count("pk"))
        counts = {(kind, state): n for kind, state, n in pairs}
        down = ("kind", _("Kind"), _occurring(counts))
        across = ("state", model.State.choices)
        return [crossed(measure, counts, down=down, across=across, total=_ALL)]

    return count


def _occurring(counts: Mapping[tuple[str, str], int]) -> list[tuple[str, Label]]:
    """Return the kinds that there are; lines of zeros help nobody on a phone."""
    there = {kind for kind, _state in counts}
    return [(code, name) for code, name in PoolKind.choices if code in there]


def _matches(frame: Frame) -> Sequence[Table]:
    rows = Match.objects.filter(
        municipality=frame.municipality,
        created_at__date__range=(frame.first, frame.last),
    )
    pairs = rows.order_by().values_list("need__kind", "state").annotate(n=Count("pk"))
    counts = {(kind, state): n for kind, state, n in pairs}
    down = ("kind", _("Kind"), _occurring(counts))
    across = ("state", Match.State.choices)
    return [crossed("matches", counts, down=down, across=across, total=_ALL)]


def _given(frame: Frame) -> Any:
    rows = Hours.objects.filter(
        municipality=frame.municipality,
        state=Hours.State.APPROVED,
        on__range=(frame.first, frame.last),
    )
    return rows.order_by()


def _by_month(frame: Frame) -> list[dict[str, Any]]:
    """Return the minutes of each volunteer in each month."""
    rows = _given(frame).values("volunteer", "on__year", "on__month")
    return list(rows.annotate(sum=Sum("minutes")))


def _load(frame: Frame) -> Sequence[Table]:
    people = Volunteer.objects.filter(municipality=frame.municipality)
    found = people.aggregate(
        n=Count("pk", filter=Q(left_on__isnull=True) | Q(left_on__gt=frame.last))
    )
    sums: Counter[Any] = Counter()
    for row in frame.once("volunteers.months", _by_month):
        sums[row["volunteer"]] += row["sum"]
    given = sorted(sums.values(), reverse=True)
    givers = Cell(len(given), named("volunteers.givers"))
    cells = (
        Cell(found["n"], named("volunteers")),
        givers,
        Cell(round(sum(given) / 60), of=(givers.name,)),
        Cell(carrying_half(given), of=(givers.name,)),
        Cell(share_of_tenth(given), of=(givers.name,)),
    )
    heads = (
        _("Volunteers"), _("Gave hours"), pgettext_lazy("figure", "Hours"),
        _("So few gave half of the hours"), _("Share of the busiest tenth, per cent"),
    )  # fmt: skip
    return [single(_("Volunteers"), *cells, heads=heads)]


def _months(frame: Frame) -> Sequence[Table]:
    rows = frame.once("volunteers.months", _by_month)
    found = Counter(f"{row['on__year']}-{row['on__month']:02}" for row in rows)
    lines = [(key, f"{key[5:]}/{key[:4]}", found[key]) for key in sorted(found)]
    heads = (_("Month"), _("Volunteers with hours"))
    return [listed("volunteers.active", "month", lines, heads=heads)]


def _exits(frame: Frame) -> Sequence[Table]:
    rows = Volunteer.objects.filter(
        municipality=frame.municipality, left_on__range=(frame.first, frame.last)
    )
    counts = dict(rows.order_by().values_list("exit_reason").annotate(n=Count("pk")))
    lines = [(code, name, counts.pop(code, 0)) for code, name in Exit.choices]
    lines.append(("", _("not stated"), sum(counts.values())))
    heads = (_("Why they left"), _NUMBER)
    return [listed("volunteers.left", "reason", lines, heads=heads, total=_ALL)]


def _interpreting(frame: Frame) -> Sequence[Table]:
    rows = Appointment.objects.filter(
        municipality=frame.municipality,
        starts_at__date__range=(frame.first, frame.last),
    )
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    choices = Appointment.State.choices
    lines = [(code, name, counts.get(code, 0)) for code, name in choices]
    heads = (_("State"), _("Appointments"))
    return [listed("interpreting", "state", lines, heads=heads, total=_ALL)]


_IN_PERIOD = _("Entered in the period")
_FIGURES = (
    Figure(
        "needs", _("Needs by kind and state"), _("needs"), Kind.FLOW, _IN_PERIOD,
        _SOURCE, _postings(Need, "needs"), by=_("kind and state"),
        rows=lists.postings("needs"),
    ),
    Figure(
        "offers", _("Offers by kind and state"), _("offers"), Kind.FLOW, _IN_PERIOD,
        _SOURCE, _postings(Offer, "offers"), by=_("kind and state"),
        rows=lists.postings("offers"),
    ),
    Figure(
        "matches", _("Matches by kind and state"), _("matches"), Kind.FLOW,
        _IN_PERIOD, _SOURCE, _matches, by=_("kind and state"),
        rows=lists.matches(),
    ),
    Figure(
        "volunteers", _("Volunteers and on how few the work rests"), _("persons"),
        Kind.FLOW, _("Approved hours in the period; who has not left by its end"),
        _VOLUNTEERS, _load,
        rows=lists.people("all", of="volunteers"),
    ),
    Figure(
        "volunteers_month", _("Active volunteers by month"), _("persons"), Kind.FLOW,
        _("Volunteers with approved hours in the month"), _VOLUNTEERS, _months,
        by=_("month"),
        rows=lists.people("all", of=""),
    ),
    Figure(
        "volunteers_left", _("Volunteers who left"), _("persons"), Kind.FLOW,
        _("Left in the period"), _VOLUNTEERS, _exits, by=_("reason"),
        rows=lists.people("left", of="volunteers.left"),
    ),
    Figure(
        "interpreting", _("Interpreting appointments by state"), _("appointments"),
        Kind.FLOW, _("Appointments that begin in the period"),
        _("Bookings of interpreters"), _interpreting, by=_("state"),
        rows=lists.appointments(),
    ),
)  # fmt: skip


def register() -> None:
    for figure in _FIGURES:
        figures.register(figure)
