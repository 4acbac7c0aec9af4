"""What is claimed, approved and paid, and what a year amounts to."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.allowances import queries
from hafen.exchange.allowances.errors import (
    AlreadyDecided,
    BeyondLimit,
    ListChanged,
    NoOrder,
    NoPrice,
    NoTariff,
    NothingDue,
    OutsideOrder,
    OwnClaim,
)
from hafen.exchange.allowances.limits import Verdict
from hafen.exchange.allowances.models import (
    Claim,
    Declaration,
    Kind,
    Order,
    Payout,
    Tariff,
)
from hafen.exchange.allowances.scales import (
    BadScale,
    Job,
    Mode,
    Reason,
    price,
)
from hafen.exchange.allowances.services._telling import tell_helper
from hafen.exchange.allowances.words import money
from hafen.exchange.pool.models import Helper
from hafen.mechanisms.todos import services as todos

CHECK = "allowances.check"
TITLES = {CHECK: gettext_noop("Check a claim for expenses")}
_OF_JOB = (
    "minutes", "metres", "way_minutes", "way_minutes_inside", "strokes", "notice_hours",
)  # fmt: skip
State = Claim.State


@transaction.atomic
def enter_claim(
    *, order: Order | None, data: Mapping[str, Any], by: User | None, now: datetime
) -> Claim:
    """
    Note what a helper did for an order, and price it by the tariff of that day.

    :raises NoOrder: when the municipality has ordered nothing
    :raises OutsideOrder: for a day outside of the order, or in the future
    :raises NoTariff: when no version of the tariff holds on that day
    :raises NoPrice: when the tariff has no price for this kind of work
    :raises NothingDue: when nothing would be paid
    """
    if order is None:
        raise NoOrder
    today = timezone.localdate(now)
    if not order.starts_on <= data["on"] <= min(order.until, today):
        raise OutsideOrder
    claim = Claim(
        municipality_id=order.municipality_id,
        order=order,
        helper_id=order.helper_id,
        tariff=_tariff_on(order, data["on"]),
        entered_by=by,
        **data,
    )
    _price(claim)
    claim.save()
    todos.create_todo(
        municipality=order.municipality,
        kind=CHECK,
        title=TITLES[CHECK],
        today=today,
        owner=order.owner,
        subject_type="claim",
        subject_id=claim.pk,
        by=by,
    )
    audit.record(action="allowances.claim.entered", subject=claim, by=by)
    return claim


@transaction.atomic
def claim_own(*, order: Order, data: Mapping[str, Any], now: datetime) -> Claim:
    """
    Take a claim that the helper enters behind a mailed link; the desk checks it.

    :raises OutsideOrder: and all else that `enter_claim` refuses
    """
    return enter_claim(order=order, data={**data, "by_helper": True}, by=None, now=now)


def _tariff_on(order: Order, day: date) -> Tariff:
    versions = Tariff.objects.filter(
        municipality=order.municipality_id, sort_key=order.tariff.sort_key
    )
    found = versions.on(day).select_for_update(no_key=True).first()
    if found is None:
        raise NoTariff
    return found


def _price(claim: Claim) -> None:
    job = Job(Mode(claim.mode), **{name: getattr(claim, name) for name in _OF_JOB})
    try:
        lines = price(job, claim.tariff.pay_scale)
    except BadScale as unpriced:
        raise NoPrice from unpriced
    driven = sum(line.cents for line in lines if line.reason is Reason.KILOMETRES)
    claim.lines = [[line.reason.value, line.amount, line.cents] for line in lines]
    claim.pay_cents = sum(line.cents for line in lines) - driven
    claim.refund_cents = driven + sum(each["cents"] for each in claim.receipts)
    if not claim.cents:
        raise NothingDue


@transaction.atomic
def approve_claim(
    *, claim: Claim, by: User, now: datetime, override_reason: str = ""
) -> Claim:
    """
    Let a claim be paid; a second person does it.

    :param override_reason: why it is paid beyond the yearly limit; whoever gives
        one has the right to
    :raises AlreadyDecided: when somebody else was faster
    :raises OwnClaim: by whoever entered it, or gets the money
    :raises BeyondLimit: when the yearly limit would be passed
    """
    # The helper's row is the lock: two claims cannot pass the limit together.
    helper = Helper.objects.select_for_update(no_key=True).get(pk=claim.helper_id)
    fresh = _open(claim)
    if by.pk in (fresh.entered_by_id, helper.user_id):
        raise OwnClaim
    today = timezone.localdate(now)
    year = queries.year_of(helper, today.year, today=today)[Kind(fresh.tariff.kind)]
    is_beyond = year.with_claim(fresh.pay_cents).verdict is Verdict.BEYOND
    if fresh.pay_cents and is_beyond and not override_reason:
        raise BeyondLimit(year.left)
    fresh.state = State.APPROVED
    fresh.override_reason = override_reason if is_beyond else ""
    return _decide(fresh, by=by, now=now)


@transaction.atomic
def refuse_claim(*, claim: Claim, reason: str, by: User | None, now: datetime) -> Claim:
    """
    Say no, and why; whoever entered it by mistake may do so too.

    :param by: None: the helper takes back the own claim

    :raises AlreadyDecided: when somebody else was faster
    """
    fresh = _open(claim)
    fresh.state = State.REFUSED
    fresh.reason = reason
    return _decide(fresh, by=by, now=now)


@transaction.atomic
def take_back(*, claim: Claim, now: datetime) -> Claim:
    """
    Take the own claim back, while nobody has decided on it.

    :raises AlreadyDecided: when somebody was faster
    """
    with words_in(claim.municipality.default_language):
        reason = _("Taken back by whoever claimed it.")
    return refuse_claim(claim=claim, reason=reason, by=None, now=now)


def _open(claim: Claim) -> Claim:
    fresh = locked(claim, expected=None)
    if not fresh.is_submitted:
        at = fresh.decided_at.isoformat() if fresh.decided_at else ""
        raise AlreadyDecided(fresh.decided_by.name if fresh.decided_by else "", at)
    return fresh


def _decide(claim: Claim, *, by: User | None, now: datetime) -> Claim:
    claim.decided_by, claim.decided_at = by, now
    save_next(claim)
    todos.finish_about(
        kind=CHECK,
        subject_id=claim.pk,
        municipality=claim.municipality,
        by=by,
        now=now,
    )
    audit.record(action=f"allowances.claim.{claim.state.lower()}", subject=claim, by=by)
    if claim.by_helper and by is not None:
        tell_helper(claim.helper, lambda: _decision(claim), now=now)
    return claim


def _decision(claim: Claim) -> tuple[str, str]:
    facts = {
        "task": claim.order.task,
        "day": date_format(claim.on, "SHORT_DATE_FORMAT"),
        "sum": money(claim.cents),
        "reason": claim.reason,
    }
    if claim.is_approved:
        text = _("Approved, and soon paid: %(sum)s for %(task)s on %(day)s.")
    else:
        text = _("Not approved: %(sum)s for %(task)s on %(day)s. %(reason)s")
    return _("Your expenses"), text % facts


@transaction.atomic
def pay_claims(
    *, municipality: Municipality, claims: Collection[UUID], paid_on: date, by: User
) -> Payout:
    """
    Mark the claims of a list as paid, all of them or none.

    :raises ListChanged: when one of them is not approved any more
    """
    wanted = set(claims)
    rows = list(
        Claim.objects.select_for_update(of=("self",))
        .filter(municipality=municipality, pk__in=wanted, state=State.APPROVED)
        .order_by("pk")
    )
    if not rows or len(rows) != len(wanted):
        raise ListChanged
    payout = Payout.objects.create(
        municipality=municipality,
        paid_on=paid_on,
        paid_by=by,
        count=len(rows),
        cents=sum(row.cents for row in rows),
    )
    for row in rows:
        row.state, row.payout = State.PAID, payout
        row.version += 1
    Claim.objects.bulk_update(rows, ["state", "payout", "version"])
    audit.record(action="allowances.payout.made", subject=payout, by=by)
    return payout


@transaction.atomic
def declare(
    *, helper: Helper, year: int, kind: str, cents: int, by: User, now: datetime
) -> Declaration:
    """Note what a helper gets from others in a year; the last word counts."""
    # As in `approve_claim`: no approval reads an amount that changes meanwhile.
    Helper.objects.select_for_update(no_key=True).get(pk=helper.pk)
    row, _is_new = Declaration.objects.update_or_create(
        municipality_id=helper.municipality_id,
        helper=helper,
        year=year,
        kind=kind,
        defaults={"cents": cents, "declared_on": timezone.localdate(now)},
    )
    audit.record(action="allowances.declaration.noted", subject=row, by=by)
    return row
