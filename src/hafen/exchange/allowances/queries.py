"""Reads of the room: claims, orders, tariffs, and what a year amounts to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from hafen.core.accounts.models import User
from hafen.core.db.names import spellings
from hafen.core.places.models import Municipality
from hafen.exchange.allowances import limits
from hafen.exchange.allowances.models import (
    Claim,
    Declaration,
    Kind,
    Order,
    Payout,
    Tariff,
    TariffQuerySet,
)
from hafen.exchange.allowances.registries import Done, done_by
from hafen.exchange.allowances.rules import VIEW_CLAIMS
from hafen.exchange.allowances.scales import Scale
from hafen.exchange.pool.models import Helper

State = Claim.State


def claims_visible_to(user: User) -> QuerySet[Claim]:
    rows: QuerySet[Claim] = _visible(Claim, user)
    return rows.select_related(
        "municipality",
        "helper",
        "order",
        "tariff",
        "entered_by",
        "decided_by",
        "payout",
    )


def orders_visible_to(user: User) -> QuerySet[Order]:
    rows: QuerySet[Order] = _visible(Order, user)
    return rows.select_related(
        "municipality", "helper", "tariff", "owner", "ordered_by"
    )


def tariffs_visible_to(user: User) -> TariffQuerySet:
    rows: TariffQuerySet = _visible(Tariff, user)
    return rows.order_by("sort_key", "-valid_from", "id")


def payouts_visible_to(user: User) -> QuerySet[Payout]:
    rows: QuerySet[Payout] = _visible(Payout, user)
    return rows.select_related("paid_by").order_by("-paid_on", "-id")


def helpers_visible_to(user: User) -> QuerySet[Helper]:
    """Return those who can be ordered, and whose year can be read."""
    rows: QuerySet[Helper] = _visible(Helper, user)
    return rows.order_by("sort_key", "id")


def _visible(model: Any, user: User) -> Any:
    if not VIEW_CLAIMS.held_by(user):
        return model.objects.none()
    return model.objects.filter(municipality=user.municipality_id)


def filtered(
    rows: QuerySet[Claim],
    *,
    part: str,
    words: str = "",
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[Claim]:
    """Keep one state, whose name or task has the words, and the days of a period.

    They are those of the payment where claims that were paid are asked for.
    """
    of_day = "payout__paid_on" if part == "paid" else "on"
    days = {f"{of_day}__gte": first, f"{of_day}__lte": last}
    rows = rows.filter(**{name: day for name, day in days.items() if day})
    if part.upper() in State.values:
        rows = rows.filter(state=part.upper())
    if words:
        said = Q(order__task__icontains=words)
        for spelling in spellings(words):
            said |= Q(helper__sort_key__contains=spelling)
        rows = rows.filter(said)
    return rows.order_by("-on", "-id")


def to_pay(user: User) -> QuerySet[Claim]:
    """Return what is approved and not paid yet, by name."""
    rows = claims_visible_to(user).filter(state=State.APPROVED)
    return rows.order_by("helper__sort_key", "helper_id", "on", "id")


# So long after its end a task can be claimed by the helper.
_CLAIMED_WITHIN = timedelta(days=365)
_SHOWN = 30


@dataclass(frozen=True)
class Ordered:
    """An ordered task as its helper sees it.

    :ivar unclaimed: what the helper did for the town on days of the order for
        which nothing is claimed yet
    """

    order: Order
    scale: Scale
    unclaimed: list[Done]


def ordered_from(helper: Helper, *, today: date) -> list[Ordered]:
    """Return the tasks that a helper can claim expenses for, the newest first."""
    rows = Order.objects.filter(
        helper=helper, starts_on__lte=today, until__gte=today - _CLAIMED_WITHIN
    )
    orders = list(rows.select_related("tariff").order_by("-starts_on", "-pk"))
    if not orders:
        return []
    done = done_by(helper, min(order.starts_on for order in orders))
    claimed = Claim.objects.filter(helper=helper).exclude(state=State.REFUSED)
    days = set(claimed.values_list("on", flat=True))
    scales = _scales_now(orders, today)
    return [
        Ordered(
            order,
            scales[order.pk],
            [
                each
                for each in done
                if order.starts_on <= each.on <= order.until and each.on not in days
            ][:_SHOWN],
        )
        for order in orders
    ]


def _scales_now(orders: list[Order], today: date) -> dict[UUID, Scale]:
    """Return by which rates each is paid now; its first version where none holds."""
    keys = {order.tariff.sort_key for order in orders}
    town = orders[0].municipality_id
    rows = Tariff.objects.filter(municipality=town, sort_key__in=keys).on(today)
    now = {row.sort_key: row for row in rows}
    return {
        order.pk: now.get(order.tariff.sort_key, order.tariff).pay_scale
        for order in orders
    }


def claims_of(helper: Helper) -> QuerySet[Claim]:
    """Return what a helper has claimed, or what was claimed for them."""
    rows = Claim.objects.filter(helper=helper)
    return rows.select_related("order", "payout", "municipality").order_by(
        "-on", "-created_at", "-pk"
    )


def is_used(tariff: Tariff) -> bool:
    return Claim.objects.filter(tariff=tariff).exists()


@dataclass
class Year:
    """What somebody gets in a calendar year for one kind of activity, in cents.

    A year is the one of the payment (§ 11 EStG); what is approved and not paid yet
    counts in the running one.
    """

    helper: Helper
    year: int
    kind: Kind
    paid: int = 0
    approved: int = 0
    elsewhere: int = 0
    refunds: int = 0

    @property
    def limit(self) -> int:
        return limits.limit(limits.Kind(self.kind), self.year)

    @property
    def source(self) -> str:
        return limits.source(limits.Kind(self.kind))

    @property
    def used(self) -> int:
        return self.paid + self.approved

    @property
    def left(self) -> int:
        return max(self.limit - self.used - self.elsewhere, 0)

    def with_claim(self, cents: int) -> limits.Weighed:
        return limits.weigh(
            cents,
            kind=limits.Kind(self.kind),
            year=self.year,
            paid=self.used,
            elsewhere=self.elsewhere,
        )

    @property
    def verdict(self) -> limits.Verdict:
        return self.with_claim(0).verdict


def year_of(helper: Helper, year: int, *, today: date) -> dict[Kind, Year]:
    """Return both kinds of a helper's year."""
    found = _years([helper], year, today=today)
    return {kind: found[helper.pk, kind] for kind in Kind}


def totals(municipality: Municipality, year: int, *, today: date) -> list[Year]:
    """Return the years of all to whom something is due, by name."""
    claims = Claim.objects.filter(_in_year(year, today=today))
    helpers = Helper.objects.filter(municipality=municipality, claims__in=claims)
    ordered = helpers.order_by("sort_key", "id").distinct()
    found = _years(ordered, year, today=today).values()
    return [row for row in found if row.used or row.refunds]


def _in_year(year: int, *, today: date) -> Q:
    paid = Q(state=State.PAID, payout__paid_on__year=year)
    return paid | Q(state=State.APPROVED) if year == today.year else paid


def _years(
    helpers: Iterable[Helper], year: int, *, today: date
) -> dict[tuple[UUID, Kind], Year]:
    found = {(h.pk, kind): Year(h, year, kind) for h in helpers for kind in Kind}
    keys = {key for key, _kind in found}
    sums = (
        Claim.objects.filter(_in_year(year, today=today), helper__in=keys)
        .values("helper_id", "tariff__kind", "state")
        .annotate(pay=Sum("pay_cents"), refund=Sum("refund_cents"))
        .order_by()
    )
    for each in sums:
        row = found[each["helper_id"], Kind(each["tariff__kind"])]
        row.refunds += each["refund"]
        if each["state"] == State.PAID:
            row.paid += each["pay"]
        else:
            row.approved += each["pay"]
    for declared in Declaration.objects.filter(helper__in=keys, year=year):
        found[declared.helper_id, Kind(declared.kind)].elsewhere = declared.cents
    return found
